import type { CheckKind, CheckOutcome, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Session, StatusOrigin } from "@kyc-gateway/core";
import { applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { openFacts } from "./report-row.ts";
import { openSession, sessionColumns, type SessionRow } from "./session-row.store.ts";

/** What is true of an applicant now in one flow. */
export interface FlowStanding {
  readonly flow: string;
  /** `EXPIRED` also for an approval whose end has come. */
  readonly status: SessionStatus;
  /** Whose status it is: of the newest decision, else of the newest session. */
  readonly sessionId: string;
  /** Who put that session there. */
  readonly origin: StatusOrigin;
  /** Whether the provider has taken the decided case up again. */
  readonly isReopened: boolean;
  readonly decidedAt: Date | null;
  /** Of an approval; null: it has no end. */
  readonly validUntil: Date | null;
  /** Null: nothing was decided, or the report is not kept any more. */
  readonly checks: readonly { readonly kind: CheckKind; readonly outcome: CheckOutcome }[] | null;
  /** The newest session that is under way or in review. */
  readonly openSessionId: string | null;
}

/** What a product may know about an applicant across sessions. */
export interface ApplicantStanding {
  readonly latest: Session;
  readonly sessionCount: number;
  /** By name. */
  readonly flows: readonly FlowStanding[];
}

type FlowRow = Omit<FlowStanding, "checks"> & { readonly sealedResult: Buffer | null };
type LatestRow = SessionRow & { readonly total: number };

const own = `s.tenant_id = $1 and s.applicant_hash = $2 and s.erasure = 'none'`;

const latestText = `select ${sessionColumns}, count(*) over ()::int as total
  from sessions s ${applicantJoin} where ${own} order by s.created_at desc, s.id desc limit 1`;

/** A flow that was removed has no time of its own any more; the document still counts. */
const flowsText = `
  with own as (
    select s.* from sessions s where ${own}
  ), newest as (
    select distinct on (flow) * from own order by flow, created_at desc, id desc
  ), decided as (
    select distinct on (o.flow) o.id, o.flow, o.status, o.origin, o.reopened_at, o.decided_at, case when o.status = 'APPROVED'
      then coalesce(o.expired_at, valid_until(o.decided_at, f.valid_for, o.document_expires_on, o.approved_until)) end as valid_until
    from own o left join flows f on f.tenant_id = $1 and f.name = o.flow
    where o.status in ('APPROVED', 'REJECTED') order by o.flow, o.decided_at desc, o.id desc
  ), open as (
    select distinct on (flow) id, flow from own
    where status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') order by flow, created_at desc, id desc
  )
  select n.flow, coalesce(d.id, n.id) as "sessionId", coalesce(d.origin, n.origin) as origin,
    d.reopened_at is not null as "isReopened", d.decided_at as "decidedAt", d.valid_until as "validUntil",
    case when d.valid_until <= now() then 'EXPIRED' else coalesce(d.status, n.status) end as status,
    o.id as "openSessionId", r.sealed_result as "sealedResult"
  from newest n left join decided d on d.flow = n.flow left join open o on o.flow = n.flow
    left join session_reports r on r.session_id = d.id and r.tenant_id = $1
  order by n.flow`;

/** The applicant's standing, flow by flow. Undefined: the tenant has nobody of that id. Throws `UnsealError`. */
export async function findStanding(
  { tenants }: Pick<Database, "tenants">,
  vault: Vault,
  { tenantId, applicantId }: { readonly tenantId: string; readonly applicantId: string },
): Promise<ApplicantStanding | undefined> {
  const values = [tenantId, await vault.opening(() => vault.applicants.hash(tenantId, applicantId))];
  const { latest, flows } = await tenants.run(tenantId, async (on) => ({
    latest: (await queryRows<LatestRow>(on, latestText, values))[0],
    flows: await queryRows<FlowRow>(on, flowsText, values),
  }));
  if (latest === undefined) return undefined;
  return {
    latest: await openSession(vault, latest),
    sessionCount: latest.total,
    flows: await vault.opening(() => flows.map((row) => openFlow(vault, latest, row))),
  };
}

/** All sessions of a person are under one key: that of the latest opens the reports of the others. */
function openFlow(vault: Vault, latest: LatestRow, { sealedResult, ...row }: FlowRow): FlowStanding {
  const sealer = sealedResult === null ? undefined : vault.applicants.open(latest)?.sealer;
  if (sealedResult === null || sealer === undefined) return { ...row, checks: null };
  const { checks } = openFacts(sealer, row.sessionId, sealedResult).reveal().facts;
  return { ...row, checks: checks.map(({ kind, outcome }) => ({ kind, outcome })) };
}
