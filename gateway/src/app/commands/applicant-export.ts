import { sealTenantReason } from "../../features/audit/access-reason.ts";
import { recordAudit } from "../../features/audit/audit.store.ts";
import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { createApplicantKeys } from "../../features/privacy/erasure/applicant-keys.store.ts";
import { exportApplicant } from "../../features/privacy/export-applicant.ts";
import { createSessionReads } from "../../features/sessions/session-reads.store.ts";
import { withDatabase } from "./with-database.ts";

/**
 * Writes everything that is held about a person as pieces of one JSON document, once the audit log says so. False:
 * nothing is held. Throws `NotConfiguredError` for a tenant that is not there.
 */
export function writeApplicantExport(
  { tenant, applicantId, reason }: Readonly<Record<"tenant" | "applicantId" | "reason", string>>,
  write: (piece: string) => void,
): Promise<boolean> {
  return withDatabase(async ({ database, vault, actor }) => {
    const tenantId = await findTenantId(database, tenant);
    const people = createApplicantKeys(database, vault);
    const parts = { database, vault, reads: createSessionReads(database, vault), people };
    const pieces = await exportApplicant(parts, { tenantId, applicantId });
    if (pieces === undefined) return false;
    const hash = await people.hash(tenantId, applicantId);
    const note = {
      action: "applicant.export",
      subject: `applicant ${hash.toString("base64url")}`,
      tenantId,
      detail: {},
      reason: await sealTenantReason(vault, tenantId, reason),
    };
    await database.orm.em.fork().transactional((em) => recordAudit(em, actor, [note]));
    for await (const piece of pieces) write(piece);
    return true;
  });
}
