import { defineEntity, p } from "@mikro-orm/core";

/** One change by an operator, written in the transaction of the change. Holds no secret; the table only grows. */
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
  },
});
