import type { Report } from "@kyc-gateway/adapter-spec/v1";
import type { ProviderFailure } from "../provider/provider-failure.ts";
import type { Session } from "../session/session.ts";
import { isSettled } from "../session/status-machine.ts";
import { decideTransition, type Cause, type Decision, type News } from "../session/transition.ts";

/** The right to fetch one session's truth: nobody else fetches while it lasts. */
export interface ReadLease {
  readonly token: string;
  readonly session: Session;
}

/** What one fetch came to. */
export type ReadAttempt =
  | { readonly kind: "read"; readonly report: Report }
  | { readonly kind: "failed"; readonly failure: ProviderFailure };

/** The store, as `refreshSession` needs it. Each method is one transaction. */
export interface RefreshStore {
  /** Takes the lease for so many milliseconds, and with it every delivery that waits for this session. */
  acquireLease(sessionId: string, leaseMs: number): Promise<ReadLease | "busy" | "not_readable">;
  /**
   * Locks the session, asks `decide` about its standing, and stores report, transition, timeline entry and event
   * together; the deliveries that the lease took are settled and the lease ends.
   */
  settleRead(
    lease: ReadLease,
    outcome: { report: Report; decide: (session: Session) => Decision },
  ): Promise<Session>;
  /** Ends the lease. With `park` the deliveries that it took are parked under that code, else they wait on. */
  abandonRead(lease: ReadLease, failure: { code: string; park: boolean }): Promise<void>;
}

export interface RefreshPorts {
  readonly store: RefreshStore;
  readonly providers: { read(session: Session, deadlineAt: number): Promise<ReadAttempt> };
  readonly now: () => number;
}

/** What a refresh came to. `busy`: another one is at it; what it sees is at least as new as the request. */
export type RefreshResult =
  | { readonly kind: "settled"; readonly session: Session; readonly decision: Decision["kind"] }
  | { readonly kind: "failed"; readonly session: Session; readonly failure: ProviderFailure }
  | { readonly kind: "busy" | "not_readable" };

/**
 * Fetches the provider's truth about one session and applies it: the only way in which anybody becomes `APPROVED`.
 * A session whose time is up and that the provider leaves undecided expires by our clock, after this fetch.
 */
export async function refreshSession(
  ports: RefreshPorts,
  request: { sessionId: string; cause: Cause; deadlineAt: number },
): Promise<RefreshResult> {
  const lease = await ports.store.acquireLease(
    request.sessionId,
    request.deadlineAt + leaseGraceMs - ports.now(),
  );
  if (lease === "busy" || lease === "not_readable") return { kind: lease };
  const attempt = await ports.providers.read(lease.session, request.deadlineAt);
  if (attempt.kind === "failed") return abandon(ports, lease, attempt.failure);
  const { report } = attempt;
  let decision: Decision = { kind: "same" };
  const session = await ports.store.settleRead(lease, {
    report,
    decide: (standing) => {
      const at = new Date(ports.now());
      decision = decideTransition(
        standing,
        expireIfLapsed(standing, {
          status: report.status,
          reasons: report.reasons,
          cause: request.cause,
          at,
        }),
      );
      return decision;
    },
  });
  return { kind: "settled", session, decision: decision.kind };
}

const leaseGraceMs = 5000;

/** The provider's word wins where it decides; where it leaves things open after the time is up, our clock speaks. */
function expireIfLapsed(session: Session, news: News): News {
  const isLapsed = session.lapsesAt !== null && session.lapsesAt.getTime() <= news.at.getTime();
  const isOpen = news.status === "SESSION_CREATED" || news.status === "IN_PROGRESS";
  if (!isLapsed || !isOpen || isSettled(session.status)) return news;
  // A review that the session has reached already goes on after the applicant's time is up.
  if (session.status === "PENDING_REVIEW") return news;
  return { status: "EXPIRED", reasons: [{ code: "session_lapsed" }], cause: "lapse", at: news.at };
}

async function abandon(
  ports: RefreshPorts,
  lease: ReadLease,
  failure: ProviderFailure,
): Promise<RefreshResult> {
  // An answer that nobody here understands will not read better a minute later: it waits for a person.
  const park = failure.code === "response_unrecognised" || failure.code === "session_unknown";
  await ports.store.abandonRead(lease, { code: failure.code, park });
  return { kind: "failed", session: lease.session, failure };
}
