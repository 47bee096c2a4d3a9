import { openReason } from "../../features/audit/access-reason.ts";
import { formatAnchor, type AuditAnchor } from "../../features/audit/audit-anchor.ts";
import { listAudit, type AuditEntry } from "../../features/audit/audit.store.ts";
import { readAuditHead, verifyAudit, type AuditVerdict } from "../../features/audit/verify-audit.store.ts";
import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { withDatabase } from "./with-database.ts";

/** An entry with its reason in the clear; null: none was given. */
export interface ReadableAuditEntry extends Omit<AuditEntry, "sealedReason"> {
  readonly reason: string | null;
}

/** Newest first. Throws `NotConfiguredError` for a tenant that is not there. */
export function readAuditEntries({
  limit,
  tenant,
}: {
  readonly limit: number;
  readonly tenant?: string | undefined;
}): Promise<readonly ReadableAuditEntry[]> {
  return withDatabase(async ({ database, vault }) => {
    const tenantId = tenant === undefined ? undefined : await findTenantId(database, tenant);
    const entries = await listAudit(database, { limit, tenantId });
    const readable: ReadableAuditEntry[] = [];
    for (const entry of entries) readable.push({ ...entry, reason: await openReason(vault, entry) });
    return readable;
  });
}

/** Where the log ends, as `--anchor` takes it. */
export function readAuditAnchor(): Promise<string> {
  return withDatabase(async ({ database }) => formatAnchor(await readAuditHead(database.pool)));
}

/** Recomputes the whole log. The end is told as `--anchor` takes it. */
export function verifyAuditLog(options: {
  readonly anchors: readonly AuditAnchor[];
  readonly onProgress: (seen: number, total: number) => void;
}): Promise<Omit<AuditVerdict, "head"> & { readonly anchor: string }> {
  return withDatabase(async ({ database }) => {
    const { head, ...verdict } = await verifyAudit(database, options);
    return { ...verdict, anchor: formatAnchor(head) };
  });
}
