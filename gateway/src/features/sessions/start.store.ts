import type {
  IntentResult,
  NewIntent,
  Session,
  StartOutcome,
  StartStore,
  TraceStep,
} from "@kyc-gateway/core";
import { v7 as newUuid } from "uuid";
import type { Database } from "../../platform/database/database.ts";
import { findFirstIdFor } from "../../platform/database/first-id.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { launchContext, openSession, sessionColumns, type SessionRow } from "./session-row.store.ts";
import { queueErasure, queueRead } from "./session-jobs.store.ts";
import { buildEventData } from "../events/index.ts";
import { writeRows } from "../../platform/database/sql/transaction.store.ts";

/** When a fresh session without news is first looked at. */
export type FirstReadAfterMs = (connectionId: string) => number;

/** `startSession`'s store: every method is one statement, and so one commit. */
export function createStartStore(options: {
  readonly database: Database;
  readonly vault: Vault;
  readonly firstReadAfterMs: FirstReadAfterMs;
}): StartStore {
  const { database, vault } = options;
  const findClaimed = (intent: Claim) => findClaimedSession(database, vault, intent);
  return {
    async saveIntent(intent) {
      const fresh = await insertIntent(database, vault, intent);
      if (fresh !== undefined) return { kind: "fresh", session: await openSession(vault, fresh) };
      const claimed = await findClaimed(intent);
      return claimed.kind === "open"
        ? resumeIntent({ database, vault, intent, sessionId: claimed.sessionId })
        : claimed;
    },
    async findReplay(intent) {
      const claimed = await findClaimed(intent);
      return claimed.kind === "open" ? undefined : claimed;
    },
    saveOutcome: (session, outcome) => saveOutcome(options, session, outcome),
    async saveFailure(session, { trace, isOutcomeUnknown }) {
      await database.pool.query(
        `update sessions set trace = case when erasure = 'none' then trace || $2::jsonb else trace end,
           intent_lease_until = null,
           is_outcome_unknown = (is_outcome_unknown and intent_attempts > 1) or $3
         where id = $1 and status = 'NOT_STARTED'`,
        [session.id, encodeTrace(trace), isOutcomeUnknown],
      );
    },
    async noteAttempt(session, connectionId, abandonedAt) {
      await database.pool.query(
        `update sessions set attempted_connection_id = $2, abandoned_connection_ids = ${addAbandoned("$3::uuid")}
         where id = $1 and status = 'NOT_STARTED'`,
        [session.id, connectionId, abandonedAt ?? null],
      );
    },
    async findParent(tenantId, sessionId) {
      const text = `select ${sessionColumns} from sessions s ${applicantJoin}
        where s.id = $1 and s.tenant_id = $2 and s.erasure = 'none'`;
      const [row] = await database.tenants.run(tenantId, (on) =>
        queryRows<SessionRow>(on, text, [sessionId, tenantId]),
      );
      return row === undefined ? undefined : openSession(vault, row);
    },
  };
}

/** The list with this connection in it, once; with null as it is. */
function addAbandoned(connectionId: string): string {
  return `case when ${connectionId} is null or ${connectionId} = any (abandoned_connection_ids)
    then abandoned_connection_ids else abandoned_connection_ids || ${connectionId} end`;
}

type Claim = Pick<NewIntent, "tenantId" | "idempotencyKey" | "requestFingerprint">;

/** Until an outcome is stored it is unknown: a crash must not make it look like a failure that created nothing. */
async function insertIntent(
  database: Database,
  vault: Vault,
  intent: NewIntent,
): Promise<SessionRow | undefined> {
  const text = `
    with claimed as (
      insert into idempotency_keys (tenant_id, key, fingerprint, session_id, created_at)
      values ($2, $3, $4, $1, $5) on conflict do nothing returning session_id
    ), k as (
      select taken.* from claimed, kyc_keys.take_applicant_key($10, $2, $11, $12, $13, $14) taken
    ), s as (
      insert into sessions as s (id, tenant_id, flow, applicant_hash, applicant_key_id, status, metadata, created_at,
        updated_at, lapses_at, next_read_at, intent_lease_until, is_outcome_unknown, intent_attempts,
        attempted_connection_id, required_checks, origin)
      select $1, $2, $6, $11, k.id, 'NOT_STARTED', $7, $5, $5, $8, $8, now() + $9 * interval '1 millisecond', true, 1, $15, $16, 'gateway'
      from k returning *
    )
    select ${sessionColumns} from s join k on true`;
  const offered = await vault.opening(() => vault.applicants.offer(intent.tenantId, intent.applicantId));
  const values = [
    intent.sessionId,
    intent.tenantId,
    intent.idempotencyKey,
    Buffer.from(intent.requestFingerprint, "base64"),
    intent.at,
    intent.flow,
    intent.metadata,
    intent.lapsesAt,
    intent.leaseMs,
    offered.id,
    offered.hash,
    offered.tenantKeyId,
    offered.wrappedKey,
    offered.sealedId,
    intent.firstConnectionId,
    intent.requiredChecks,
  ];
  const [row] = await database.tenants.run(intent.tenantId, (on) => queryRows<SessionRow>(on, text, values));
  return row;
}

type Claimed = Exclude<IntentResult, { kind: "resumed" }> | { kind: "open"; sessionId: string };

async function findClaimedSession(database: Database, vault: Vault, claim: Claim): Promise<Claimed> {
  const text = `select i.fingerprint, ${sessionColumns} from idempotency_keys i
    join sessions s on s.id = i.session_id ${applicantJoin}
    where i.tenant_id = $1 and i.key = $2`;
  const values = [claim.tenantId, claim.idempotencyKey];
  const [row] = await database.tenants.run(claim.tenantId, (on) =>
    queryRows<SessionRow & { fingerprint: Buffer }>(on, text, values),
  );
  if (row === undefined) return { kind: "busy" };
  if (!row.fingerprint.equals(Buffer.from(claim.requestFingerprint, "base64"))) return { kind: "reused" };
  if (row.erasure !== "none") return { kind: "closed" };
  if (row.connectionId !== null) return { kind: "replayed", session: await openSession(vault, row) };
  return row.status === "NOT_STARTED" ? { kind: "open", sessionId: row.id } : { kind: "closed" };
}

interface ResumedRow extends SessionRow {
  readonly isOutcomeUnknown: boolean;
  readonly attemptedConnectionId: string | null;
}

async function resumeIntent(resume: {
  database: Database;
  vault: Vault;
  intent: NewIntent;
  sessionId: string;
}): Promise<IntentResult> {
  const text = `
    with s as (
      update sessions set intent_lease_until = now() + $2 * interval '1 millisecond',
        intent_attempts = case when is_outcome_unknown then intent_attempts + 1 else 1 end,
        attempted_connection_id = case when is_outcome_unknown then attempted_connection_id else $3 end,
        abandoned_connection_ids = ${addAbandoned("case when is_outcome_unknown then attempted_connection_id end")}
      where id = $1 and status = 'NOT_STARTED' and erasure = 'none'
        and (intent_lease_until is null or intent_lease_until < now())
      returning *
    )
    select ${sessionColumns}, s.is_outcome_unknown as "isOutcomeUnknown",
      s.attempted_connection_id as "attemptedConnectionId" from s ${applicantJoin}`;
  const { tenantId, leaseMs, firstConnectionId } = resume.intent;
  const values = [resume.sessionId, leaseMs, firstConnectionId];
  const [row] = await resume.database.tenants.run(tenantId, (on) => queryRows<ResumedRow>(on, text, values));
  if (row === undefined) return { kind: "busy" };
  const { isOutcomeUnknown, attemptedConnectionId } = row;
  return {
    kind: "resumed",
    session: await openSession(resume.vault, row),
    unknownAt: isOutcomeUnknown ? { connectionId: attemptedConnectionId } : undefined,
  };
}

/**
 * Session, timeline and event in one statement. A callback that overtook us waits as `unmatched`: it is matched here,
 * and its fetch is queued.
 */
async function saveOutcome(
  { database, vault, firstReadAfterMs }: Parameters<typeof createStartStore>[0],
  session: Session,
  { connectionId, started, lapsesAt, transition, trace, mayHaveDuplicate }: StartOutcome,
): Promise<Session | undefined> {
  const text = `
    with s as (
      update sessions s set status = $2, origin = $20, seq = $3::int, reasons = $4, connection_id = $5, provider_reference = $6,
        provider_parts = $7, sealed_launch = $8, notices = $9, trace = s.trace || $10::jsonb,
        updated_at = $11::timestamptz, lapses_at = $12::timestamptz,
        next_read_at = least($12::timestamptz, $13::timestamptz), intent_lease_until = null, is_outcome_unknown = false,
        abandoned_connection_ids = ${addAbandoned("$21::uuid")}
      where id = $1 and status = 'NOT_STARTED' and seq = $3::int - 1 and erasure = 'none' returning *
    ), t as (
      insert into timeline (session_id, seq, tenant_id, at, from_status, to_status, origin, cause, is_reversal, reasons)
      select s.id, s.seq, s.tenant_id, s.updated_at, $14, s.status, s.origin, $15, false, s.reasons from s
    ), e as (
      insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at)
      select $16::uuid, s.tenant_id, s.id, s.seq, $17, $18::jsonb, s.updated_at from s
    ), early as (
      update deliveries d set session_id = s.id, state = 'waiting' from s
      where d.connection_id = s.connection_id and d.session_reference = s.provider_reference and d.state = 'unmatched'
        and d.id >= $19
      returning d.session_id, d.connection_id
    ), job as (
      select ${queueRead({ cause: "webhook", sessionId: "session_id", connectionId: "connection_id" })}
      from (select distinct session_id, connection_id from early) d
    )
    select ${sessionColumns}, (select count(*) from job) as jobs from s ${applicantJoin}`;
  const applicant = await vault.findApplicant(session);
  const [row] = await writeRows<SessionRow>(database.pool, text, [
    session.id,
    transition.to,
    transition.seq,
    JSON.stringify(transition.reasons),
    connectionId,
    started.reference.id,
    started.reference.parts ?? null,
    applicant === undefined ? null : applicant.sealer.sealJson(launchContext(session.id), started.launch),
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
    findFirstIdFor(session.id),
    transition.origin,
    mayHaveDuplicate ? connectionId : null,
  ]);
  if (row !== undefined) return openSession(vault, row);
  const { reference } = started;
  await noteStartOfErased(database, { sessionId: session.id, connectionId, reference, mayHaveDuplicate });
  return undefined;
}

/** Erased while the provider was making it: what it made has to go too, and its reference is all that we keep. */
async function noteStartOfErased(
  { pool }: Database,
  start: Pick<StartOutcome, "connectionId" | "mayHaveDuplicate"> & {
    sessionId: string;
    reference: StartOutcome["started"]["reference"];
  },
): Promise<void> {
  const { sessionId, connectionId, reference, mayHaveDuplicate } = start;
  await pool.query(
    `with s as (
       update sessions set connection_id = $2, provider_reference = $3, provider_parts = $4, intent_lease_until = null,
         is_outcome_unknown = false, abandoned_connection_ids = ${addAbandoned("$5::uuid")}
       where id = $1 and erasure <> 'none' and provider_reference is null returning id, connection_id
     ), p as (
       update provider_erasures p set state = 'pending', outcome = null, settled_at = null, next_attempt_at = now()
       from s where p.session_id = s.id returning s.id, s.connection_id
     )
     select ${queueErasure} from p s`,
    [sessionId, connectionId, reference.id, reference.parts ?? null, mayHaveDuplicate ? connectionId : null],
  );
}

function encodeTrace(trace: readonly TraceStep[]): string {
  return JSON.stringify(trace);
}
