import type { Session } from "./session.ts";
import { findMissingChecks } from "./required-checks.ts";
import { selectReasons } from "./reasons.ts";
import { isSettled } from "./status-machine.ts";
import type { Cause, StatusUpdate } from "./transition.ts";
import type { FetchedReport } from "../refresh/fetched-report.ts";

interface Fetch {
  /** Undefined: the provider does not have the session any more. */
  readonly report: FetchedReport | undefined;
  readonly cause: Cause;
  readonly at: Date;
}

/**
 * What a fetch says about a session. The provider's word wins where it decides; where it leaves things open after the
 * time is up, our clock speaks; where it approves without a check that the flow requires, the approval is held.
 */
export function resolveStatus(session: Session, { report, cause, at }: Fetch): StatusUpdate | undefined {
  if (hasRunOut(session, report, at)) {
    return {
      status: "EXPIRED",
      origin: "gateway",
      reasons: [{ code: "session_lapsed" }],
      cause: "lapse",
      at,
    };
  }
  if (report === undefined) return undefined;
  const missing =
    report.status === "APPROVED" ? findMissingChecks(session, report.whole.reveal().checks) : [];
  if (missing.length > 0) return { status: "PENDING_REVIEW", origin: "gateway", reasons: missing, cause, at };
  const { status } = report;
  return { status, origin: "provider", reasons: selectReasons(status, report.reasons), cause, at };
}

/** Whether a session's time is up. */
export function isLapsed({ lapsesAt }: Pick<Session, "lapsesAt">, now: number): boolean {
  return lapsesAt !== null && lapsesAt.getTime() <= now;
}

function hasRunOut(session: Session, report: FetchedReport | undefined, at: Date): boolean {
  const isOpen =
    report === undefined || report.status === "SESSION_CREATED" || report.status === "IN_PROGRESS";
  // A review goes on after the applicant's time is up.
  const canLapse = !isSettled(session.status) && session.status !== "PENDING_REVIEW";
  return isOpen && canLapse && isLapsed(session, at.getTime());
}
