import { defineEntity, p } from "@mikro-orm/core";

/** The end of the chain of audit entries, in the table's one row; the database writes it. */
export const AuditHeadEntity = defineEntity({
  name: "AuditHead",
  tableName: "audit_head",
  properties: {
    isOnly: p.boolean().primary(),
    seq: p.bigint("string"),
    hash: p.blob(),
  },
});
