import type { Session } from "@kyc-gateway/core";
import type { ApplicantColumns } from "../../platform/encryption/applicant-key.ts";
import { applicantColumns, applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";

/** A session's events, in their order. */
export function listEvents({ tenants }: Database, { id, tenantId }: Session): Promise<readonly object[]> {
  const text = `select id, type, seq, occurred_at as "occurredAt", data from outbox where session_id = $1 order by seq`;
  return tenants.run(tenantId, (on) => queryRows(on, text, [id]));
}

/** What is sealed of a session's report, and what opens it. */
type SealedReport = ApplicantColumns & {
  readonly sealedResult: Buffer;
  readonly sealedRaw: Buffer;
  readonly sealedLaterRaw: Buffer | null;
  readonly readAt: Date;
};

/** Undefined: nothing was ever reported. */
export async function findSealedReport(
  { tenants }: Database,
  { id, tenantId }: Session,
): Promise<SealedReport | undefined> {
  const [row] = await tenants.run(tenantId, (on) => queryRows<SealedReport>(on, reportText, [id]));
  return row;
}

const reportText = `
  select s.tenant_id as "tenantId", ${applicantColumns}, r.sealed_result as "sealedResult",
    r.sealed_raw as "sealedRaw", r.sealed_later_raw as "sealedLaterRaw", r.read_at as "readAt"
  from session_reports r join sessions s on s.id = r.session_id ${applicantJoin} where r.session_id = $1`;
