import type { Session, StartOutcome, TraceStep } from "@kyc-gateway/core";
import type { Database } from "../../platform/database/database.ts";
import { findFirstIdFor } from "../../platform/database/first-id.ts";
import { isAlong } from "../../platform/database/sql/is-along.ts";
import type { Statement } from "../../platform/database/sql/statement-batch.ts";
import { currentStoredSpan, currentTraceparent } from "../../platform/observability/tracing.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { buildEventData } from "../events/index.ts";
import { queueErasure, queueRead } from "./session-jobs.store.ts";
import { launchContext } from "./session-row.store.ts";

/** When a fresh session without news is first looked at. */
export type FirstReadAfterMs = (connectionId: string) => number;

export interface StartParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly newId: () => string;
  readonly firstReadAfterMs: FirstReadAfterMs;
}

/** The list with this connection in it, once; with null as it is. */
export function addAbandoned(connectionId: string): string {
  return `case when ${connectionId} is null or ${connectionId} = any (abandoned_connection_ids)
    then abandoned_connection_ids else abandoned_connection_ids || ${connectionId} end`;
}

/**
 * Session, timeline and event in one statement. Where the line falls silent meanwhile it may be stored all the same, and
 * it is true: the same key then gives the session.
 */
export const updateOutcome: Statement<{ readonly hasEarly: boolean }> = {
  name: "update_outcome",
  text: `
    with s as (
      update sessions set status = $2, origin = $20, seq = $3::int, reasons = $4, connection_id = $5, provider_reference = $6,
        provider_parts = $7, sealed_launch = $8, notices = $9, trace = trace || $10::jsonb,
        updated_at = $11::timestamptz, lapses_at = $12::timestamptz,
        next_read_at = least($12::timestamptz, $13::timestamptz), intent_lease_until = null, is_outcome_unknown = false,
        abandoned_connection_ids = ${addAbandoned("$21::uuid")}
      where id = $1 and status = 'NOT_STARTED' and seq = $3::int - 1 and erasure = 'none'
      returning id, tenant_id
    ), t as (
      insert into timeline (session_id, seq, tenant_id, at, from_status, to_status, origin, cause, is_reversal, reasons)
      select s.id, $3, s.tenant_id, $11, $14, $2, $20, $15, false, $4 from s
    ), e as (
      insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at, trace_context)
      select $16::uuid, s.tenant_id, s.id, $3, $17, $18::jsonb, $11, $22::bytea from s
    )
    select exists (select from deliveries d where d.connection_id = $5 and ${isAlong("d.session_reference", "$6")}
      and d.state = 'unmatched' and d.id >= $19::uuid order by d.session_reference limit 1) as "hasEarly" from s`,
};

/**
 * A callback that overtook us waits as `unmatched`: it is matched here, and its fetch is queued. Few do, so it is a
 * statement of its own; what it misses for a crash the next sweep matches.
 */
const matchEarly: Statement = {
  name: "match_early",
  text: `
    with early as (
      update deliveries d set session_id = s.id, state = 'waiting' from sessions s
      where s.id = $1 and d.connection_id = s.connection_id and d.session_reference = s.provider_reference
        and d.state = 'unmatched' and d.id >= $2
      returning d.session_id, d.connection_id
    )
    select ${queueRead({ cause: "webhook", sessionId: "session_id", connectionId: "connection_id", trace: "$3::text" })}
    from (select distinct session_id, connection_id from early) d`,
};

/** Undefined: somebody else settled the session meanwhile. */
export async function storeOutcome(
  { database, vault, newId, firstReadAfterMs }: StartParts,
  session: Session,
  { connectionId, started, lapsesAt, transition, trace, mayHaveDuplicate }: StartOutcome,
): Promise<Session | undefined> {
  const { reference, launch, notices = [] } = started;
  const applicant = await vault.findApplicant(session);
  const values = [
    session.id,
    transition.to,
    transition.seq,
    JSON.stringify(transition.reasons),
    connectionId,
    reference.id,
    reference.parts,
    applicant?.sealer.sealJson(launchContext(session.id), launch),
    JSON.stringify(notices),
    encodeTrace(trace),
    transition.at,
    lapsesAt,
    new Date(transition.at.getTime() + firstReadAfterMs(connectionId)),
    transition.from,
    transition.cause,
    newId(),
    transition.eventType,
    buildEventData(session, transition),
    findFirstIdFor(session.id),
    transition.origin,
    mayHaveDuplicate ? connectionId : null,
    currentStoredSpan(),
  ];
  const [stored] = await database.statements.run(database.pool, [{ statement: updateOutcome, values }]);
  if (stored?.hasEarly === true) {
    const early = [session.id, findFirstIdFor(session.id), currentTraceparent() ?? null];
    await database.statements.run(database.pool, [{ statement: matchEarly, values: early }]);
  }
  if (stored !== undefined) return describeStarted(session, { connectionId, started, lapsesAt, transition });
  await noteStartOfErased(database, { sessionId: session.id, connectionId, reference, mayHaveDuplicate });
  return undefined;
}

/** The session as it was stored just now. */
function describeStarted(
  session: Session,
  {
    connectionId,
    started,
    lapsesAt,
    transition,
  }: Pick<StartOutcome, "connectionId" | "started" | "lapsesAt" | "transition">,
): Session {
  return {
    ...session,
    status: transition.to,
    origin: transition.origin,
    reasons: transition.reasons,
    seq: transition.seq,
    connectionId,
    reference: started.reference,
    launch: session.applicantKeyId === null ? null : started.launch,
    notices: started.notices ?? [],
    updatedAt: transition.at,
    lapsesAt,
  };
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
     select ${queueErasure()} from p s`,
    [sessionId, connectionId, reference.id, reference.parts ?? null, mayHaveDuplicate ? connectionId : null],
  );
}

export function encodeTrace(trace: readonly TraceStep[]): string {
  return JSON.stringify(trace);
}
