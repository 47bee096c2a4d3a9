import { recordAudit } from "../../features/audit/audit.store.ts";
import { readTenantPrivacy } from "../../features/configuration/tenant-privacy.ts";
import { createApplicantKeys } from "../../features/privacy/erasure/applicant-keys.store.ts";
import { createErasureRequests } from "../../features/privacy/erasure/erasure-requests.ts";
import { applyRetention, previewRetention, type RetentionLine } from "../../features/privacy/retention.ts";
import { withDatabase } from "./with-database.ts";

/** A run of retention, looked at before it is made. */
export interface RetentionRun {
  readonly lines: readonly RetentionLine[];
  /** Clears what is due; the audit log says so. Gives the number of rows by class. */
  readonly apply: () => Promise<Readonly<Record<string, number>>>;
}

export function withRetention(work: (run: RetentionRun) => Promise<void>): Promise<void> {
  return withDatabase(async ({ database, vault, actor }) => {
    const configuration = await readTenantPrivacy(database);
    const erasures = createErasureRequests(database, createApplicantKeys(database, vault));
    const parts = { database, erasures, configuration };
    await work({
      lines: await previewRetention(parts),
      async apply() {
        const cleared = await applyRetention(parts);
        const note = { action: "retention.apply", subject: "retention", detail: { cleared } };
        await database.orm.em.fork().transactional((em) => recordAudit(em, actor, [note]));
        return cleared;
      },
    });
  });
}
