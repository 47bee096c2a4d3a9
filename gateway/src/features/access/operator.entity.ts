import { defineEntity, p } from "@mikro-orm/core";
import type { OperatorScope } from "./operator-scopes.ts";

/** A person or machine that may change the configuration: only the hash of its key is kept. */
export const OperatorEntity = defineEntity({
  name: "Operator",
  tableName: "operators",
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    /** What it may do beyond the configuration. */
    scopes: p.array().$type<OperatorScope[]>(),
    secretHash: p.blob().unique(),
    createdAt: p.datetime(),
    revokedAt: p.datetime().strictNullable(),
  },
});
