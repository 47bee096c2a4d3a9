/** What `--anchor` takes. Loading it composes nothing. */
export { parseAnchor, type AuditAnchor } from "../../features/audit/audit-anchor.ts";
