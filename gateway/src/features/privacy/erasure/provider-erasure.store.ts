import type { Session, Transition } from "@kyc-gateway/core";
import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import type { Database } from "../../../platform/database/database.ts";
import { SessionEntity, recordTransition } from "../../sessions/index.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";
import type { ProviderOutcome } from "./erasure.ts";
import { ErasureEntity, ErasureSessionEntity, ProviderErasureEntity } from "./erasure.entity.ts";
import { isHeld } from "./legal-holds.store.ts";
import { queryWithin } from "../../../platform/database/sql/query-within.ts";

/** What one attempt came to. `gone`: the connection was removed, nobody can be asked. */
export type EraseAttempt =
  | { readonly kind: "settled"; readonly outcome: ProviderOutcome }
  | { readonly kind: "failed"; readonly code: string }
  | { readonly kind: "gone" };

/** What became of an erasure that was due: how its attempt ended, or why there was none. */
export type ErasureProgress =
  | EraseAttempt
  | { readonly kind: "nothing_to_do" }
  | { readonly kind: "postponed" };

/** Asks the provider. */
type EraseAtProvider = (session: Session) => Promise<EraseAttempt>;

/** After so many failures, which take about two days, an operator has to look. */
const maxAttempts = 14;
const minRetryMs = 60_000;
const maxRetryMs = 6 * 3_600_000;
/** How often it is looked whether a hold still stands. */
const heldRetryMs = 15 * 60_000;

/**
 * Erases one session at its provider, or plans the next attempt. Whatever crashes in between, the row is still there:
 * the sweep queues it again, and erasing twice is harmless.
 */
export async function attemptErasure(
  parts: {
    readonly database: Database;
    readonly findSession: (sessionId: string) => Promise<Session | undefined>;
    readonly erase: EraseAtProvider;
    readonly onTransition: (transition: Transition) => void;
  },
  sessionId: string,
): Promise<ErasureProgress> {
  const { database } = parts;
  const due = await prepare(database, sessionId);
  if (due.kind !== "due") return due;
  const attempt = await tryToErase(parts, due, sessionId);
  if (attempt.kind !== "settled") {
    await planNext(database, sessionId, { attempt, attempts: due.attempts });
    return attempt;
  }
  const transition = await settle(database, sessionId, attempt.outcome);
  if (transition !== undefined) parts.onTransition(transition);
  return attempt;
}

async function tryToErase(
  { findSession, erase }: Parameters<typeof attemptErasure>[0],
  { reference, isOutcomeUnknown, isGone }: Due,
  sessionId: string,
): Promise<EraseAttempt> {
  if (reference === null) return { kind: "settled", outcome: isOutcomeUnknown ? "unknown" : "nothing_there" };
  if (isGone) return { kind: "gone" };
  const session = await findSession(sessionId);
  return session === undefined ? { kind: "failed", code: "internal" } : erase(session);
}

interface Due {
  readonly kind: "due";
  readonly attempts: number;
  readonly reference: string | null;
  readonly isOutcomeUnknown: boolean;
  /** The connection was removed. */
  readonly isGone: boolean;
}

interface DueRow extends Omit<Due, "kind"> {
  readonly tenantId: string;
  readonly applicantHash: Buffer | null;
  readonly startEndsAt: Date | null;
}

/** A hold, or a start whose outcome may still come, are waited for. */
async function prepare(
  { orm, pool }: Database,
  sessionId: string,
): Promise<Due | Exclude<ErasureProgress, EraseAttempt>> {
  const [row] = await queryRows<DueRow>(pool, dueText, [sessionId]);
  if (row === undefined) return { kind: "nothing_to_do" };
  const { tenantId, applicantHash, startEndsAt } = row;
  if (row.reference === null && startEndsAt !== null) {
    await postpone(pool, sessionId, { code: "start_under_way", until: startEndsAt });
    return { kind: "postponed" };
  }
  const applicantHashes = applicantHash === null ? [] : [applicantHash];
  const scope = { tenantId, sessionIds: [sessionId], applicantHashes };
  if (await isHeld(orm.em.fork(), scope)) {
    await postpone(pool, sessionId, { code: "legal_hold", until: new Date(Date.now() + heldRetryMs) });
    return { kind: "postponed" };
  }
  return { kind: "due", ...row };
}

const dueText = `
  select p.attempts, p.tenant_id as "tenantId", p.applicant_hash as "applicantHash",
    s.provider_reference as reference, s.is_outcome_unknown as "isOutcomeUnknown",
    case when s.intent_lease_until > now() then s.intent_lease_until end as "startEndsAt",
    coalesce(c.removed_at is not null, false) as "isGone"
  from provider_erasures p join sessions s on s.id = p.session_id left join connections c on c.id = s.connection_id
  where p.session_id = $1 and p.state = 'pending'`;

async function postpone(
  pool: Database["pool"],
  sessionId: string,
  { code, until }: { code: string; until: Date },
): Promise<void> {
  await pool.query(
    `update provider_erasures set last_failure = $2, next_attempt_at = $3 where session_id = $1 and state = 'pending'`,
    [sessionId, code, until],
  );
}

async function planNext(
  { pool }: Database,
  sessionId: string,
  { attempt, attempts }: { attempt: Exclude<EraseAttempt, { kind: "settled" }>; attempts: number },
): Promise<void> {
  const delayMs = Math.min(maxRetryMs, minRetryMs * 2 ** attempts) * (0.5 + Math.random() / 2);
  const isGone = attempt.kind === "gone";
  await pool.query(
    `update provider_erasures set attempts = attempts + 1, last_failure = $2,
       state = case when $3 or attempts + 1 >= $4 then 'dead' else state end,
       next_attempt_at = now() + $5 * interval '1 millisecond'
     where session_id = $1 and state = 'pending'`,
    [sessionId, attempt.kind === "gone" ? "connection_removed" : attempt.code, isGone, maxAttempts, delayMs],
  );
}

/** Settles a session's erasure, together with its event, and completes the erasures that waited for it alone. */
async function settle(
  { orm }: Database,
  sessionId: string,
  outcome: ProviderOutcome,
): Promise<Transition | undefined> {
  return orm.em.fork().transactional((em) => settleWithin(em, sessionId, outcome));
}

/** The same within a running transaction. Undefined: it was settled already. */
export async function settleWithin(
  em: SqlEntityManager,
  sessionId: string,
  outcome: ProviderOutcome,
): Promise<Transition | undefined> {
  const entity = await em.findOne(SessionEntity, { id: sessionId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  // Two sessions of one erasure that settle at once would each take the other for open.
  await lockErasures(em, sessionId);
  const settled = await em.nativeUpdate(
    ProviderErasureEntity,
    { sessionId, state: { $ne: "settled" } },
    { state: "settled", outcome, settledAt: new Date(), applicantHash: null },
  );
  if (settled === 0) return undefined;
  let transition: Transition | undefined;
  if (entity?.erasure === "pending") {
    transition = {
      seq: entity.seq + 1,
      attempt: entity.attempt,
      at: new Date(),
      from: entity.status,
      to: entity.status,
      origin: entity.origin,
      reasons: [],
      cause: "erasure",
      isReversal: false,
      eventType: "session.erased",
    };
    entity.erasure = "done";
    entity.providerParts = null;
    recordTransition(em, entity, transition);
    await em.flush();
  }
  await queryWithin(
    em,
    `update erasures e set completed_at = now()
     where completed_at is null and id in (select erasure_id from erasure_sessions where session_id = $1)
       and not exists (select from erasure_sessions o join provider_erasures p on p.session_id = o.session_id
         where o.erasure_id = e.id and p.state <> 'settled')`,
    [sessionId],
  );
  return transition;
}

async function lockErasures(em: SqlEntityManager, sessionId: string): Promise<void> {
  const askedFor = await em.find(ErasureSessionEntity, { sessionId });
  await em.find(
    ErasureEntity,
    { id: { $in: askedFor.map(({ erasureId }) => erasureId) } },
    { fields: ["id"], orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
}
