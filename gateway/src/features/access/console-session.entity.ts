import type { OperatorRole } from "@kyc-gateway/http-api";
import { defineEntity, p } from "@mikro-orm/core";
import { OperatorEntity } from "./operator.entity.ts";

/** An operator who is signed in to the console: only the hash of the cookie's value is kept. */
export const ConsoleSessionEntity = defineEntity({
  name: "ConsoleSession",
  tableName: "console_sessions",
  properties: {
    id: p.uuid().primary(),
    tokenHash: p.blob().unique(),
    /** Whose key was given; null: the identity provider said who it is, and then name and role are here. */
    operatorId: () => p.manyToOne(OperatorEntity).joinColumn("operator_id").mapToPk().strictNullable(),
    name: p.text().strictNullable(),
    role: p.text().$type<OperatorRole>().strictNullable(),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime(),
    expiresAt: p.datetime(),
  },
});
