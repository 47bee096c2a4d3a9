import { defineEntity, p } from "@mikro-orm/core";

/**
 * One change by a person, written in the transaction of the change, or one read of somebody's claims. Holds no secret;
 * the table only grows. Place and hashes are the database's own.
 */
export const AuditEntryEntity = defineEntity({
  name: "AuditEntry",
  tableName: "audit_log",
  properties: {
    id: p.uuid().primary(),
    at: p.datetime(),
    operator: p.text(),
    action: p.text(),
    subject: p.text(),
    detail: p.json<Record<string, unknown>>(),
    requestId: p.text().strictNullable(),
    tenantId: p.uuid().strictNullable(),
    sealedReason: p.blob().strictNullable(),
    seq: p.bigint("string").persist(false),
    previousHash: p.blob().persist(false),
    hash: p.blob().persist(false),
  },
});
