import type { WebhookProgress } from "@kyc-gateway/adapter-spec/v1";
import type { ProviderFailure } from "../provider/provider-failure.ts";
import type { Session } from "../session/session.ts";
import type { FetchedReport } from "../facts/keep-facts.ts";
import { isLapsed, readLapse, resolveStatus } from "../session/resolve-status.ts";
import type { ReportedWord } from "../session/reported-word.ts";
import { decideTransition, nameWord, type Cause, type Decision } from "../session/transition.ts";

/** The right to fetch one session's truth: nobody else fetches while it lasts. */
export interface ReadLease {
  readonly token: string;
  readonly session: Session;
  /** Whether deliveries wait for this fetch. */
  readonly hasDeliveries: boolean;
  /** Progress that those deliveries tell. */
  readonly hints?: readonly WebhookProgress[];
  /** Reads since the last news. */
  readonly readCount: number;
  /** Reads in a row that failed. */
  readonly failedReads: number;
  /** Milliseconds by which the store's clock is ahead of ours: all replicas go by the store's. */
  readonly clockAheadMs: number;
}

/** What one fetch came to. */
export type ReadAttempt =
  | { readonly kind: "read"; readonly report: FetchedReport }
  | { readonly kind: "failed"; readonly failure: ProviderFailure };

/** What is to be stored of a fetch: the decision, and the provider's word where it is news. */
export interface SettledDecision {
  readonly decision: Decision;
  readonly reported: ReportedWord | undefined;
  /** When the session lapses from now on; undefined: as before. */
  readonly lapsesAt: Date | undefined;
}

/** A fetch that brought nothing. */
export interface AbandonedRead {
  readonly code: string;
  readonly park: boolean;
  readonly retryAfterMs?: number;
}

/** The store, as `refreshSession` needs it. Each method is one transaction. */
export interface RefreshStore<Lease extends ReadLease = ReadLease> extends LeasedStore<Lease> {
  /** Takes the lease for so many milliseconds, and with it every delivery that waits for this session. */
  acquireLease(sessionId: string, leaseMs: number): Promise<Lease | "busy" | "not_readable">;
}

/** The store, as a read needs it that has its lease already. */
export interface LeasedStore<Lease extends ReadLease = ReadLease> {
  /**
   * Asks `decide` about the session's state, and stores facts, transition, timeline entry and event together; the
   * deliveries that the lease took are settled and the lease ends. Asks again when the state has changed meanwhile.
   */
  settleRead(
    lease: Lease,
    outcome: { report: FetchedReport | undefined; decide: (session: Session) => SettledDecision },
  ): Promise<Session>;
  /**
   * Ends the lease and plans the next attempt. With `park` the deliveries that it took are parked under that code,
   * else they wait on for that attempt.
   */
  abandonRead(lease: Lease, failure: AbandonedRead): Promise<void>;
}

export interface RefreshPorts<
  Lease extends ReadLease = ReadLease,
  Store extends LeasedStore<Lease> = RefreshStore<Lease>,
> {
  readonly store: Store;
  readonly providers: {
    read(session: Session, deadlineAt: number): Promise<ReadAttempt>;
    /** As long as a session lives when its provider does not tell. */
    sessionLifetimeMs(connectionId: string, session: Pick<Session, "tenantId" | "flow">): number;
  };
  readonly now: () => number;
}

/** What a read under a lease came to. */
export type LeasedResult =
  | { readonly kind: "settled"; readonly session: Session; readonly decision: Decision["kind"] }
  | { readonly kind: "failed"; readonly session: Session; readonly failure: ProviderFailure };

/** What a refresh came to. `busy`: another one is at it; what it sees is at least as new as the request. */
export type RefreshResult = LeasedResult | { readonly kind: "busy" | "not_readable" };

/**
 * Fetches the provider's truth about one session and applies it: beside an operator's decision the only way in which
 * anybody becomes `APPROVED`.
 * A session whose time is up and that the provider leaves undecided expires by our clock, after this fetch.
 */
export async function refreshSession<Lease extends ReadLease>(
  ports: RefreshPorts<Lease>,
  request: { sessionId: string; cause: Cause; deadlineAt: number },
): Promise<RefreshResult> {
  const leaseMs = request.deadlineAt + leaseGraceMs - ports.now();
  const lease = await ports.store.acquireLease(request.sessionId, leaseMs);
  if (lease === "busy" || lease === "not_readable") return { kind: lease };
  return refreshLeased(ports, lease, request);
}

/** The same for a session whose lease is taken already, until `deadlineAt` and `leaseGraceMs` at least. */
export async function refreshLeased<Lease extends ReadLease>(
  ports: RefreshPorts<Lease, LeasedStore<Lease>>,
  lease: Lease,
  request: { cause: Cause; deadlineAt: number },
): Promise<LeasedResult> {
  const attempt = await ports.providers.read(lease.session, request.deadlineAt);
  if (attempt.kind === "read") {
    // What a delivery has told is not the schedule's merit.
    const cause = request.cause === "schedule" && lease.hasDeliveries ? "webhook" : request.cause;
    return settle(ports, lease, { report: attempt.report, cause });
  }
  const { failure } = attempt;
  // A session that the provider no longer has, and whose time is up, has nothing more to tell.
  if (failure.code === "session_unknown" && isLapsed(lease.session, readStoreClock(ports, lease))) {
    return settle(ports, lease, { report: undefined, cause: "lapse" });
  }
  // An answer that nobody here understands will not read better a minute later: it waits for a person.
  const park = failure.code === "response_unrecognised" || failure.code === "session_unknown";
  const { code, retryAfterMs } = failure;
  await ports.store.abandonRead(lease, {
    code,
    park,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  return { kind: "failed", session: lease.session, failure };
}

/** A fetch ends at the request's deadline; what it still has to commit fits into this. */
export const leaseGraceMs = 5000;

async function settle<Lease extends ReadLease>(
  ports: RefreshPorts<Lease, LeasedStore<Lease>>,
  lease: Lease,
  { report, cause }: { report: FetchedReport | undefined; cause: Cause },
): Promise<LeasedResult> {
  let decision: Decision = { kind: "same" };
  const session = await ports.store.settleRead(lease, {
    report,
    decide: (state) => {
      const settled = decideFetch(state, {
        report,
        hints: lease.hints ?? [],
        cause,
        at: new Date(readStoreClock(ports, lease)),
        lifetimeMs: ports.providers.sessionLifetimeMs(state.connectionId ?? "", state),
      });
      ({ decision } = settled);
      return settled;
    },
  });
  return { kind: "settled", session, decision: decision.kind };
}

/** What a fetch tells, and how long a session lives when its provider does not tell. */
export type FetchOutcome = Parameters<typeof resolveStatus>[1] & { readonly lifetimeMs: number };

/** What a fetch does to a session. Pure. */
export function decideFetch(session: Session, fetch: FetchOutcome): SettledDecision {
  const update = resolveStatus(session, fetch);
  if (update === undefined) return { decision: { kind: "same" }, reported: undefined, lapsesAt: undefined };
  const decision = decideTransition(session, update);
  const isUpdate = fetch.report !== undefined && decision.kind !== "stale";
  if (!isUpdate) return { decision, reported: undefined, lapsesAt: undefined };
  const reported = update.cause === "lapse" ? fetch.report?.status : nameWord(update);
  return { decision, reported, lapsesAt: readLapse(fetch.report) ?? findExtension(session, decision, fetch) };
}

/** An applicant who is seen after our clock ran out, or who tries again, has as much time as there was at first. */
function findExtension(
  session: Session,
  decision: Decision,
  { at, lifetimeMs }: FetchOutcome,
): Date | undefined {
  if (decision.kind !== "moved" || session.lapsesAt === null) return undefined;
  const { from, to, attempt } = decision.transition;
  const isRevived = from === "EXPIRED" && to === "IN_PROGRESS";
  const isTryingAgain = attempt > session.attempt && (to === "SESSION_CREATED" || to === "IN_PROGRESS");
  return isRevived || isTryingAgain ? new Date(at.getTime() + lifetimeMs) : undefined;
}

function readStoreClock({ now }: { now: () => number }, { clockAheadMs }: ReadLease): number {
  return now() + clockAheadMs;
}
