/** What other features may use of this one. */
export type { AccessLog } from "./access-log.store.ts";
export { openReason, sealTenantReason } from "./access-reason.ts";
export { type Actor, type AuditEntry, type AuditNote, listAudit, recordAudit } from "./audit.store.ts";
export {
  AccessReasonHeader,
  noteAccess,
  type AccessSettings,
  readReason,
  requireReason,
} from "./note-access.ts";
export { writeAudit } from "./audit-writer.store.ts";
