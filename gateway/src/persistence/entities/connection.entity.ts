import { defineEntity, p } from "@mikro-orm/core";

/** One configured account at a provider. Its secrets are sealed apart from its settings. */
export const ConnectionEntity = defineEntity({
  name: "Connection",
  tableName: "connections",
  properties: {
    id: p.uuid().primary(),
    /** Null: shared by all tenants whose flows name it. */
    tenantId: p.uuid().strictNullable(),
    name: p.text().unique(),
    adapter: p.text(),
    settings: p.json<Record<string, unknown>>(),
    sealedSecrets: p.blob(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    retiredAt: p.datetime().strictNullable(),
  },
});
