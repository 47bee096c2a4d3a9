import {
  isSettled,
  planRetry,
  type AbandonedRead,
  type FetchedReport,
  type RefreshStore,
  type Session,
  type SettledDecision,
  type Transition,
} from "@kyc-gateway/core";
import type { Database } from "../../platform/database/database.ts";
import { isDatabaseUnavailable } from "../../platform/database/database-unavailable.ts";
import { createGroupCommit, type GroupCommit } from "../../platform/database/group-commit.ts";
import { byteaArray, intArray, uuidArray } from "../../platform/database/sql/binary-array.ts";
import { describeGroup, inSpan } from "../../platform/observability/tracing.ts";
import { runInBackground } from "../../platform/database/sql/work-scope.ts";
import {
  acquireLease,
  leaseWaiting,
  reloadLease,
  type LeaseParts,
  type LeasedWaiting,
  type LeaseShare,
  type StoredLease,
} from "./lease.store.ts";
import { describeSettlement, reseal, storeSettlements, type Settlement } from "./settle.store.ts";

interface RefreshStoreOptions extends LeaseParts {
  /** The milliseconds between reads without news that a connection's adapter declares. */
  readonly rereadAfterMs: (connectionId: string | null) => readonly number[];
  readonly onTransition: (transition: Transition, session: Session) => void;
  /** Told for each delivery that a fetch settled. */
  readonly onApplied: (lagMs: number) => void;
  /** Told how many changes are committed together. */
  readonly onGroup: (size: number) => void;
}

/** `refreshSession`'s store, and what finds the sessions that deliveries wait for. */
export interface StoredRefreshes extends RefreshStore<StoredLease> {
  leaseWaiting(request: {
    readonly firstId: string;
    readonly shares: readonly LeaseShare[];
    readonly leaseMs: number;
  }): Promise<LeasedWaiting>;
}

/** Sessions that one statement settles. */
const maxSettlements = 64;
/** The next statement is on its way while the one before it is carried out. */
const secondGroupFrom = 8;

export function createRefreshStore(options: RefreshStoreOptions): StoredRefreshes {
  const { database } = options;
  const commits = createGroupCommit<Settlement, boolean>({
    maxGroupSize: maxSettlements,
    secondFrom: secondGroupFrom,
    runIn: runInBackground,
    commit(settlements) {
      options.onGroup(settlements.length);
      return inSpan(
        () => describeGroup("settle commit", settlements),
        () => storeGroup(database, settlements),
      );
    },
  });
  return {
    async acquireLease(sessionId, leaseMs) {
      const attempt = await acquireLease(options, sessionId, leaseMs);
      return attempt.kind === "leased" ? attempt.lease : attempt.kind;
    },
    leaseWaiting: (request) => leaseWaiting(options, request),
    settleRead: (lease, outcome) => settleRead({ ...options, commits }, lease, outcome),
    abandonRead: (lease, failure) => abandonRead(options, lease, failure),
  };
}

/** One that PostgreSQL does not take keeps no other one from being stored. */
async function storeGroup(database: Database, settlements: readonly Settlement[]): Promise<boolean[]> {
  try {
    const ids = await storeSettlements(database, settlements, { waits: false });
    return settlements.map(({ session }) => ids.has(session.id));
  } catch (error) {
    if (settlements.length === 1 || isDatabaseUnavailable(error)) throw error;
    return settlements.map(() => false);
  }
}

/** Thrown when a fetch took longer than its lease and another one has begun: its answer may be the older one. */
export class LeaseLostError extends Error {
  constructor() {
    super("The fetch took longer than its lease; another one has taken over.");
    this.name = "LeaseLostError";
  }
}

/** Somebody who changes a session again and again is not waited for without an end. */
const mostTries = 5;

async function settleRead(
  options: RefreshStoreOptions & { readonly commits: GroupCommit<Settlement, boolean> },
  lease: StoredLease,
  read: { report: FetchedReport | undefined; decide: (session: Session) => SettledDecision },
): Promise<Session> {
  const describe = (now: StoredLease): Settlement =>
    describeSettlement(now, {
      report: read.report,
      settled: read.decide(now.session),
      rereadAfterMs: options.rereadAfterMs(now.session.connectionId),
      now: Date.now() + lease.clockAheadMs,
    });
  const first = describe(lease);
  if (await options.commits.add(first)) return tell(options, first);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const again = await reloadLease(options, lease);
    if (again === undefined) break;
    const settlement = describe(again);
    const stored = await storeSettlements(options.database, [settlement], { waits: true });
    if (stored.size > 0) return tell(options, settlement);
  }
  throw new LeaseLostError();
}

function tell(options: RefreshStoreOptions, { session, settled: { decision }, lease }: Settlement): Session {
  if (decision.kind === "moved") options.onTransition(decision.transition, session);
  const now = Date.now();
  for (const { receivedMs } of lease.deliveries) options.onApplied(now - receivedMs);
  return session;
}

/** What was parked or is to be read again; what has come in since the read began waits on by itself. */
const abandonText = `
  with s as (
    update sessions set read_lease_until = null, read_lease_token = null, next_read_at = $3,
      failed_reads = case when $4 then 0 else failed_reads + 1 end,
      read_count = read_count + case when $4 then 1 else 0 end
    where id = $1 and read_lease_token = $2 returning id
  )
  update deliveries d set session_id = s.id, attempts = d.attempts + 1, sealed_body = coalesce(x.sealed_body, d.sealed_body),
    state = case when $5::text is null then 'processing' else 'parked' end, park_code = $5::text,
    settled_at = case when $5::text is null then null else now() end
  from s, rows from (unnest($6::uuid[]), unnest($7::int[]), unnest($8::bytea[])) as x (id, repeats, sealed_body)
  where d.id = x.id and d.repeats = x.repeats and d.state in ('waiting', 'processing')`;

async function abandonRead(
  { database, rereadAfterMs }: RefreshStoreOptions,
  lease: StoredLease,
  { code, park, retryAfterMs }: AbandonedRead,
): Promise<void> {
  const { session, readCount, failedReads, applicant } = lease;
  const hasUnreadDeliveries = lease.hasDeliveries && !park;
  const retryAt = planRetry(
    { ...session, readCount, failedReads, hasUnreadDeliveries, retryAfterMs },
    rereadAfterMs(session.connectionId),
    { now: Date.now() + lease.clockAheadMs, random: Math.random },
  );
  const isLookSpent = isSettled(session.status) && !hasUnreadDeliveries;
  const deliveries = lease.deliveries.map((delivery) => reseal(delivery, applicant));
  await database.pool.query(abandonText, [
    session.id,
    lease.token,
    retryAt,
    isLookSpent,
    park ? code : null,
    uuidArray(deliveries.map(({ id }) => id)),
    intArray(deliveries.map(({ repeats }) => repeats)),
    byteaArray(deliveries.map(({ sealedBody }) => sealedBody ?? null)),
  ]);
}
