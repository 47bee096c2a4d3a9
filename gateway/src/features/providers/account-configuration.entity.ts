import { defineEntity, p } from "@mikro-orm/core";

/** What a provider told of a configuration that a flow names; null: it does not tell how long its sessions live. */
export const AccountConfigurationEntity = defineEntity({
  name: "AccountConfiguration",
  tableName: "account_configurations",
  properties: {
    connectionId: p.uuid().primary(),
    configurationId: p.text().primary(),
    sessionLifetimeMs: p.double().$type<number>().strictNullable(),
    readAt: p.datetime(),
  },
});
