import { defineEntity, p } from "@mikro-orm/core";
import type { OperatorRole } from "@kyc-gateway/http-api";

/** A person or machine that operates the gateway: only the hash of its key is kept. */
export const OperatorEntity = defineEntity({
  name: "Operator",
  tableName: "operators",
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    role: p.text().$type<OperatorRole>(),
    secretHash: p.blob().unique(),
    createdAt: p.datetime(),
    revokedAt: p.datetime().strictNullable(),
  },
});
