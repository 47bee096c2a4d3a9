import { defineEntity, p } from "@mikro-orm/core";

/** A person or machine that may change the configuration: only the hash of its key is kept. */
export const OperatorEntity = defineEntity({
  name: "Operator",
  tableName: "operators",
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    secretHash: p.blob().unique(),
    createdAt: p.datetime(),
    revokedAt: p.datetime().strictNullable(),
  },
});
