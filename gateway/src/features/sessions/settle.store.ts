import { randomUUIDv7 } from "node:crypto";
import {
  applyTransition,
  isDecided,
  isNewDecision,
  isSettled,
  keepFacts,
  planNextRead,
  selectFacts,
  Confidential,
  type FetchedReport,
  type KeptFacts,
  type Session,
  type SettledDecision,
  type Transition,
} from "@kyc-gateway/core";
import { buildEventData, insertEventsText } from "../events/index.ts";
import { byteaArray, intArray, uuidArray } from "../../platform/database/sql/binary-array.ts";
import type { Database } from "../../platform/database/database.ts";
import type { Statement } from "../../platform/database/sql/statement-batch.ts";
import { currentStoredSpan, type StoredSpan } from "../../platform/observability/tracing.ts";
import { UnsealError, type SealContext } from "../../platform/encryption/sealer.ts";
import type { Applicant } from "../../platform/encryption/applicant-key.ts";
import type { LeasedDelivery, StoredLease } from "./lease.store.ts";
import { findDocumentExpiry, openFacts, sealFacts, sealRawReport } from "./report-row.ts";

/** Everything that one read comes to, ready to be stored with those of others. */
export interface Settlement {
  readonly lease: StoredLease;
  readonly settled: SettledDecision;
  /** The session as it is once this is stored. */
  readonly session: Session;
  readonly row: object;
  readonly report: SealedReport | undefined;
  /** With their bodies under the applicant's key: once it is known whom a delivery is about, it belongs there. */
  readonly deliveries: readonly LeasedDelivery[];
  /** The span of the read. */
  readonly span: StoredSpan;
}

interface SealedReport {
  readonly sealedResult: Buffer;
  readonly sealedRaw: Buffer;
}

interface Read {
  readonly report: FetchedReport | undefined;
  readonly settled: SettledDecision;
  readonly rereadAfterMs: readonly number[];
  /** By the store's clock. */
  readonly now: number;
}

/** What a read makes of its session. Throws `UnsealError` where what is kept of it does not open. */
export function describeSettlement(lease: StoredLease, read: Read): Settlement {
  const { report, settled } = read;
  const kept = report === undefined ? undefined : keepReport(lease, report, settled);
  const session = changeSession(lease.session, read);
  return {
    lease,
    settled,
    session,
    row: describeRow(lease, { ...read, session, kept: kept?.kept, isNewBasis: kept?.isNewBasis }),
    report: kept?.sealed,
    deliveries: lease.deliveries.map((delivery) => reseal(delivery, lease.applicant)),
    span: currentStoredSpan(),
  };
}

/** The facts of the status, and the body that they are from. A body that only added to them is kept beside. */
function keepReport(
  { session, applicant, report: stored }: StoredLease,
  report: FetchedReport,
  { decision }: SettledDecision,
): { kept: KeptFacts; isNewBasis: boolean; sealed: SealedReport } | undefined {
  if (applicant === undefined) return undefined;
  const { sealer } = applicant;
  const known = stored && openFacts(sealer, session.id, stored.sealedResult).reveal();
  const facts = selectFacts(report.whole.reveal());
  const { kept, isNewBasis } = keepFacts(known, { before: session, decision, facts });
  const column = isNewBasis ? "sealed_raw" : "sealed_later_raw";
  return {
    kept,
    isNewBasis,
    sealed: {
      sealedResult: sealFacts(sealer, session.id, new Confidential(kept)),
      sealedRaw: sealRawReport(sealer, { sessionId: session.id, column, report: report.whole }),
    },
  };
}

function changeSession(
  before: Session,
  { report, settled: { decision, reported, lapsesAt } }: Read,
): Session {
  const parts = report?.reference?.parts;
  const reference =
    before.reference === null || parts === undefined ? before.reference : { ...before.reference, parts };
  const read = {
    ...before,
    reference,
    reported: reported ?? before.reported,
    lapsesAt: lapsesAt ?? before.lapsesAt,
  };
  if (decision.kind !== "moved") return read;
  const launch = isSettled(decision.transition.to) ? null : before.launch;
  return { ...read, ...applyTransition(before, decision.transition), launch };
}

interface Described extends Read {
  readonly session: Session;
  readonly kept: KeptFacts | undefined;
  readonly isNewBasis: boolean | undefined;
}

/** The members have the names of the statement's record. */
function describeRow(lease: StoredLease, described: Described): object {
  const { session: before, token, report: stored } = lease;
  const { session, kept, isNewBasis } = described;
  return {
    id: before.id,
    token,
    seq_before: before.seq,
    report_read_at: stored?.readAt ?? null,
    has_report: kept !== undefined,
    is_new_basis: isNewBasis ?? false,
    status: session.status,
    origin: session.origin,
    reasons: session.reasons,
    attempt: session.attempt,
    seq: session.seq,
    updated_at: session.updatedAt,
    decided_at: session.decidedAt,
    reopened_at: session.reopenedAt,
    lapses_at: described.settled.lapsesAt ?? null,
    reported: session.reported,
    parts: session.reference?.parts ?? null,
    ...describeSchedule(lease, described),
    ...describeValidity(described),
    ...describeMove(before, described),
  };
}

/** News begin the schedule anew: more may follow soon. */
function describeSchedule(
  { readCount }: StoredLease,
  { settled: { decision }, session: { status, lapsesAt }, rereadAfterMs, now }: Described,
): object {
  const reads = decision.kind === "moved" ? 0 : readCount + 1;
  const plan = { status, lapsesAt, readCount: reads, failedReads: 0 };
  return {
    read_count: reads,
    read_at: new Date(now),
    next_read_at: planNextRead(plan, rereadAfterMs, { now, random: Math.random }),
  };
}

/** Facts that are not kept any more leave the document's date as it is; whoever is not approved has none. */
function describeValidity({ report, settled, session: { status }, kept }: Described): object {
  const expiry = status === "APPROVED" ? findDocumentExpiry(kept) : undefined;
  const isApproval =
    status === "APPROVED" && report?.status === "APPROVED" && settled.decision.kind !== "stale";
  const approvedUntil = new Date((isApproval ? report.validUntil : undefined) ?? Number.NaN);
  return {
    // A report that says nothing of it leaves the end of the approval as it is.
    approved_until: Number.isNaN(approvedUntil.getTime()) ? null : approvedUntil,
    document_expires_on: expiry ?? null,
    keeps_document: kept === undefined || (status === "APPROVED" && expiry === undefined),
  };
}

function describeMove(before: Session, { settled: { decision } }: Described): object {
  if (decision.kind !== "moved") return { moved: false, drops_launch: false, is_new_decision: false };
  const { transition } = decision;
  return {
    moved: true,
    // A link that lets nobody in any more is a secret without a use.
    drops_launch: isSettled(transition.to),
    is_new_decision: isDecided(transition.to) && decides(before, transition),
    at: transition.at,
    from_status: transition.from,
    cause: transition.cause,
    is_reversal: transition.isReversal,
    event_id: randomUUIDv7(),
    event_type: transition.eventType,
    data: buildEventData(before, transition),
    trace_context: writeBytes(currentStoredSpan()),
  };
}

/** As PostgreSQL reads them from JSON. */
function writeBytes(bytes: Buffer | null): string | undefined {
  return bytes === null ? undefined : `\\x${bytes.toString("hex")}`;
}

/** To another status, or by a later attempt that ends as the one before did. */
function decides(before: Session, transition: Transition): boolean {
  const isLater = transition.attempt > before.attempt && isNewDecision(before, transition);
  return transition.from !== transition.to || isLater;
}

/** What a delivery's body is bound to. */
export function bodyContext(deliveryId: string): SealContext {
  return { table: "deliveries", column: "sealed_body", rowId: deliveryId };
}

/** One with a body that does not open stays as it is. */
export function reseal(delivery: LeasedDelivery, applicant: Applicant | undefined): LeasedDelivery {
  if (applicant === undefined || delivery.sealedBody === undefined) return delivery;
  const context = bodyContext(delivery.id);
  try {
    const body = applicant.sealer.open(context, delivery.sealedBody);
    return { ...delivery, sealedBody: applicant.sealer.seal(context, body) };
  } catch (error) {
    if (error instanceof UnsealError) return delivery;
    throw error;
  }
}

/** What `describeRow` gives, and the sealed values beside it. */
const inputText = `
    select * from rows from (
      json_to_recordset($1::json) as (id uuid, token uuid, seq_before int, report_read_at timestamptz, has_report bool,
        is_new_basis bool, moved bool, status text, origin text, reasons jsonb, attempt int, seq int, updated_at timestamptz,
        decided_at timestamptz, reopened_at timestamptz, lapses_at timestamptz, drops_launch bool, is_new_decision bool,
        document_expires_on date, keeps_document bool, approved_until timestamptz, reported text, parts jsonb, read_count int, read_at timestamptz,
        next_read_at timestamptz, at timestamptz, from_status text, cause text, is_reversal bool, event_id uuid,
        event_type text, data jsonb, trace_context bytea),
      unnest($2::bytea[]), unnest($3::bytea[])
    ) as i (id, token, seq_before, report_read_at, has_report, is_new_basis, moved, status, origin, reasons, attempt, seq,
      updated_at, decided_at, reopened_at, lapses_at, drops_launch, is_new_decision, document_expires_on,
      keeps_document, approved_until, reported, parts, read_count, read_at, next_read_at, at, from_status, cause, is_reversal, event_id,
      event_type, data, trace_context, sealed_result, sealed_raw)`;

/** The transition, where there is one, with its timeline entry and event; what is kept of the report; the deliveries. */
const storeText = `s as (
    update sessions s set
      status = i.status, origin = i.origin, attempt = i.attempt, seq = i.seq,
      reasons = case when i.moved then i.reasons else s.reasons end,
      updated_at = case when i.moved then i.updated_at else s.updated_at end,
      decided_at = case when i.moved then i.decided_at else s.decided_at end,
      reopened_at = case when i.moved then i.reopened_at else s.reopened_at end,
      lapses_at = coalesce(i.lapses_at, s.lapses_at),
      sealed_launch = case when i.drops_launch then null else s.sealed_launch end,
      document_expires_on = case when not i.keeps_document then i.document_expires_on
        when i.is_new_decision then null else s.document_expires_on end,
      approved_until = coalesce(i.approved_until, case when not i.is_new_decision then s.approved_until end),
      expiring_told_for = case when i.is_new_decision then null else s.expiring_told_for end,
      expired_at = case when i.is_new_decision then null else s.expired_at end,
      reported = i.reported, provider_parts = i.parts,
      read_lease_until = null, read_lease_token = null,
      read_count = i.read_count, failed_reads = 0, last_read_at = i.read_at, next_read_at = i.next_read_at
    from fit i where s.id = i.id and s.id = any ($9::uuid[])
    returning s.id, s.tenant_id
  ), added as (
    insert into session_reports (session_id, tenant_id, sealed_result, sealed_raw, read_at)
    select s.id, s.tenant_id, i.sealed_result, i.sealed_raw, clock_timestamp()
    from s join fit i on i.id = s.id where i.has_report and i.report_read_at is null
    on conflict do nothing
  ), renewed as (
    update session_reports r set sealed_result = i.sealed_result, read_at = clock_timestamp(),
      sealed_raw = case when i.is_new_basis then i.sealed_raw else r.sealed_raw end,
      sealed_later_raw = case when i.is_new_basis then null else i.sealed_raw end
    from s join fit i on i.id = s.id where i.has_report and r.session_id = s.id and r.read_at = i.report_read_at
      and r.session_id = any ($9::uuid[])
  ), t as (
    insert into timeline (session_id, seq, tenant_id, attempt, at, from_status, to_status, origin, cause, is_reversal, reasons)
    select s.id, i.seq, s.tenant_id, i.attempt, i.at, i.from_status, i.status, i.origin, i.cause, i.is_reversal, i.reasons
    from s join fit i on i.id = s.id where i.moved
  ), e as (
    ${insertEventsText(`select i.event_id, s.tenant_id, s.id, i.seq, i.event_type, i.data, i.at, i.trace_context
      from s join fit i on i.id = s.id where i.moved`)}
  ), d as (
    update deliveries d set state = 'applied', settled_at = now(), session_id = x.session_id,
      attempts = d.attempts + 1, sealed_body = coalesce(x.sealed_body, d.sealed_body)
    from (
      select u.* from rows from (unnest($4::uuid[]), unnest($5::uuid[]), unnest($6::int[]), unnest($7::bytea[]))
        as u (id, session_id, repeats, sealed_body) join s on s.id = u.session_id
    ) x
    where d.id = x.id and d.id >= $8 and d.repeats = x.repeats and d.state in ('waiting', 'processing')
  )
  select id from s`;

/**
 * Everything that many reads came to, in one statement. A session that somebody has changed, or has locked, since it was
 * leased is left as it is, and its id is not among those returned. A report that is gone meanwhile is not brought back.
 * The arrays of ids keep the planner, which cannot know how few they are, from reading whole tables.
 */
const settleText = (locking: string): string => `
  with input as materialized (${inputText}
  ), locked as materialized (
    select s.id from sessions s join input i on i.id = s.id
    where s.id = any ($9::uuid[]) and s.read_lease_token = i.token and s.seq = i.seq_before
    order by s.id for update of s ${locking}
  ), fit as materialized (
    select i.* from locked l join input i on i.id = l.id
    left join session_reports r on r.session_id = l.id and r.session_id = any ($9::uuid[])
    where r.read_at is not distinct from i.report_read_at
  ), ${storeText}`;

const settleFree: Statement<{ id: string }> = { name: "settle_sessions", text: settleText("skip locked") };
const settleWaiting: Statement<{ id: string }> = { name: "settle_session_waiting", text: settleText("") };

/** Stores what reads came to; gives the ids of the sessions that it has settled. `waits`: for rows that are locked. */
export async function storeSettlements(
  { statements, pool }: Pick<Database, "statements" | "pool">,
  settlements: readonly Settlement[],
  { waits }: { readonly waits: boolean },
): Promise<ReadonlySet<string>> {
  const deliveries = settlements.flatMap((one) =>
    one.deliveries.map((delivery) => ({ ...delivery, sessionId: one.session.id })),
  );
  const ids = deliveries.map(({ id }) => id);
  const values = [
    JSON.stringify(settlements.map(({ row }) => row)),
    byteaArray(settlements.map(({ report }) => report?.sealedResult ?? null)),
    byteaArray(settlements.map(({ report }) => report?.sealedRaw ?? null)),
    uuidArray(ids),
    uuidArray(deliveries.map(({ sessionId }) => sessionId)),
    intArray(deliveries.map(({ repeats }) => repeats)),
    byteaArray(deliveries.map(({ sealedBody }) => sealedBody ?? null)),
    findLeast(ids),
    uuidArray(settlements.map(({ session }) => session.id)),
  ];
  const statement = waits ? settleWaiting : settleFree;
  const rows = await statements.run(pool, [{ statement, values }]);
  return new Set(rows.map(({ id }) => id));
}

/** Ids begin with their time: partitions before the first one need not be looked at. */
function findLeast(ids: readonly string[]): string {
  return ids.reduce((least, id) => (id < least ? id : least), "ffffffff-ffff-ffff-ffff-ffffffffffff");
}
