import type {
  IntentResult,
  NewIntent,
  Session,
  StartOutcome,
  StartStore,
  TraceStep,
} from "@kyc-gateway/core";
import { v7 as newUuid } from "uuid";
import type { Database } from "../database.ts";
import { queryRows } from "../query.ts";
import { launchContext, sessionColumns, toSession, type SessionRow } from "../session-row.ts";
import type { Sealer } from "../../crypto/sealer.ts";
import { buildEventData } from "../event-data.ts";

/** When a fresh session without news is first looked at. */
export type FirstReadAfterMs = (connectionId: string) => number;

/** `startSession`'s store: every method is one statement, and so one commit. */
export function createStartStore(options: {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly firstReadAfterMs: FirstReadAfterMs;
}): StartStore {
  const { database, sealer } = options;
  const findClaimed = (intent: Claim) => findClaimedSession(database, sealer, intent);
  return {
    async saveIntent(intent) {
      const fresh = await insertIntent(database, intent);
      if (fresh !== undefined) return { kind: "fresh", session: toSession(fresh, sealer) };
      const claimed = await findClaimed(intent);
      return claimed.kind === "open"
        ? resumeIntent({ database, sealer, intent, sessionId: claimed.sessionId })
        : claimed;
    },
    async findReplay(intent) {
      const claimed = await findClaimed(intent);
      return claimed.kind === "open" ? undefined : claimed;
    },
    saveOutcome: (session, outcome) => saveOutcome(options, session, outcome),
    async saveFailure(session, { trace, isOutcomeUnknown }) {
      await database.pool.query(
        `update sessions set trace = trace || $2::jsonb, intent_lease_until = null,
           is_outcome_unknown = (is_outcome_unknown and intent_attempts > 1) or $3
         where id = $1 and status = 'NOT_STARTED'`,
        [session.id, encodeTrace(trace), isOutcomeUnknown],
      );
    },
    async findParent(tenantId, sessionId) {
      const text = `select ${sessionColumns} from sessions s where s.id = $1 and s.tenant_id = $2 and s.erasure = 'none'`;
      const [row] = await queryRows<SessionRow>(database.pool, text, [sessionId, tenantId]);
      return row === undefined ? undefined : toSession(row, sealer);
    },
  };
}

type Claim = Pick<NewIntent, "tenantId" | "idempotencyKey" | "requestFingerprint">;

/** Until an outcome is stored it is unknown: a crash must not make it look like a failure that created nothing. */
async function insertIntent(database: Database, intent: NewIntent): Promise<SessionRow | undefined> {
  const text = `
    with claimed as (
      insert into idempotency_keys (tenant_id, key, fingerprint, session_id, created_at)
      values ($2, $3, $4, $1, $5) on conflict do nothing returning session_id
    )
    insert into sessions as s (id, tenant_id, flow, applicant_id, status, metadata, created_at, updated_at, lapses_at,
      next_read_at, intent_lease_until, is_outcome_unknown, intent_attempts)
    select session_id, $2, $6, $7, 'NOT_STARTED', $8, $5, $5, $9, $9, now() + $10 * interval '1 millisecond', true, 1
    from claimed returning ${sessionColumns}`;
  const [row] = await queryRows<SessionRow>(database.pool, text, [
    intent.sessionId,
    intent.tenantId,
    intent.idempotencyKey,
    Buffer.from(intent.requestFingerprint, "base64"),
    intent.at,
    intent.flow,
    intent.applicantId,
    intent.metadata,
    intent.lapsesAt,
    intent.leaseMs,
  ]);
  return row;
}

type Claimed = Exclude<IntentResult, { kind: "resumed" }> | { kind: "open"; sessionId: string };

async function findClaimedSession(database: Database, sealer: Sealer, claim: Claim): Promise<Claimed> {
  const text = `select k.fingerprint, ${sessionColumns} from idempotency_keys k join sessions s on s.id = k.session_id
    where k.tenant_id = $1 and k.key = $2`;
  const [row] = await queryRows<SessionRow & { fingerprint: Buffer }>(database.pool, text, [
    claim.tenantId,
    claim.idempotencyKey,
  ]);
  if (row === undefined) return { kind: "busy" };
  if (!row.fingerprint.equals(Buffer.from(claim.requestFingerprint, "base64"))) return { kind: "reused" };
  if (row.erasure !== "none") return { kind: "closed" };
  if (row.connectionId !== null) return { kind: "replayed", session: toSession(row, sealer) };
  return row.status === "NOT_STARTED" ? { kind: "open", sessionId: row.id } : { kind: "closed" };
}

async function resumeIntent(resume: {
  database: Database;
  sealer: Sealer;
  intent: NewIntent;
  sessionId: string;
}): Promise<IntentResult> {
  const text = `
    update sessions s set intent_lease_until = now() + $2 * interval '1 millisecond',
      intent_attempts = case when is_outcome_unknown then intent_attempts + 1 else 1 end
    where id = $1 and status = 'NOT_STARTED' and (intent_lease_until is null or intent_lease_until < now())
    returning ${sessionColumns}, is_outcome_unknown as "isOutcomeUnknown"`;
  const [row] = await queryRows<SessionRow & { isOutcomeUnknown: boolean }>(resume.database.pool, text, [
    resume.sessionId,
    resume.intent.leaseMs,
  ]);
  if (row === undefined) return { kind: "busy" };
  return { kind: "resumed", session: toSession(row, resume.sealer), isOutcomeUnknown: row.isOutcomeUnknown };
}

/**
 * Session, timeline and event in one statement. A callback that overtook us waits as `unmatched`: it is matched here,
 * and its fetch is queued.
 */
async function saveOutcome(
  { database, sealer, firstReadAfterMs }: Parameters<typeof createStartStore>[0],
  session: Session,
  { connectionId, started, lapsesAt, transition, trace }: StartOutcome,
): Promise<Session | undefined> {
  const text = `
    with s as (
      update sessions s set status = $2, seq = $3::int, reasons = $4, connection_id = $5, provider_reference = $6,
        provider_parts = $7, sealed_launch = $8, notices = $9, trace = s.trace || $10::jsonb,
        updated_at = $11::timestamptz, lapses_at = $12::timestamptz,
        next_read_at = least($12::timestamptz, $13::timestamptz), intent_lease_until = null, is_outcome_unknown = false
      where id = $1 and status = 'NOT_STARTED' and seq = $3::int - 1 returning *
    ), t as (
      insert into timeline (session_id, seq, tenant_id, at, from_status, to_status, cause, is_reversal, reasons)
      select s.id, s.seq, s.tenant_id, s.updated_at, $14, s.status, $15, false, s.reasons from s
    ), e as (
      insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at)
      select $16::uuid, s.tenant_id, s.id, s.seq, $17, $18::jsonb, s.updated_at from s
    ), early as (
      update deliveries d set session_id = s.id, state = 'waiting' from s
      where d.connection_id = s.connection_id and d.session_reference = s.provider_reference and d.state = 'unmatched'
      returning d.session_id
    ), job as (
      select graphile_worker.add_job('refresh-session', json_build_object('sessionId', session_id, 'cause', 'webhook'),
        job_key := 'refresh:' || session_id) from (select distinct session_id from early) d
    )
    select ${sessionColumns}, (select count(*) from job) as jobs from s`;
  const [row] = await queryRows<SessionRow>(database.pool, text, [
    session.id,
    transition.to,
    transition.seq,
    JSON.stringify(transition.reasons),
    connectionId,
    started.reference.id,
    started.reference.parts ?? null,
    sealer.sealJson(launchContext(session.id), started.launch),
    JSON.stringify(started.notices ?? []),
    encodeTrace(trace),
    transition.at,
    lapsesAt,
    new Date(transition.at.getTime() + firstReadAfterMs(connectionId)),
    transition.from,
    transition.cause,
    newUuid(),
    transition.eventType,
    buildEventData(session, transition),
  ]);
  return row === undefined ? undefined : toSession(row, sealer);
}

function encodeTrace(trace: readonly TraceStep[]): string {
  return JSON.stringify(trace);
}
