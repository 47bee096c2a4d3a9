import type { Session } from "./session.ts";
import { selectReasons } from "./reasons.ts";
import { isSettled, findMachineState } from "./status-machine.ts";
import type { Cause, StatusUpdate } from "./transition.ts";
import type { FetchedReport } from "../refresh/fetched-report.ts";
import type { Check, CheckKind, CheckOutcome, Reason } from "@kyc-gateway/adapter-spec/v1";

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

/**
 * Whether a check of this outcome was done and nothing speaks against it. `informational` was done: the provider's
 * decision as a whole judges it.
 */
const hasRun = {
  passed: true,
  informational: true,
  failed: false,
  unavailable: false,
  not_run: false,
} as const satisfies Record<CheckOutcome, boolean>;

/**
 * Why an approved report does not cover what the flow requires; empty: it does. While an approval is held, a report
 * that merely says less adds nothing to what is missing.
 */
export function findMissingChecks(
  session: Pick<Session, "requiredChecks" | "status" | "origin" | "reasons">,
  checks: readonly Check[],
): readonly Reason[] {
  const missing = session.requiredChecks.filter((kind) => !isCovered(kind, checks));
  if (missing.length === 0 || findMachineState(session) !== "HELD") return missing.map(toReason);
  const still = missing.filter((kind) => wasMissing(session.reasons, kind) || isRefused(kind, checks));
  return still.length === 0 ? session.reasons : still.map(toReason);
}

/** At least one check of the kind ran, and none failed or could not run. */
function isCovered(kind: CheckKind, checks: readonly Check[]): boolean {
  return checks.some((check) => check.kind === kind && hasRun[check.outcome]) && !isRefused(kind, checks);
}

function isRefused(kind: CheckKind, checks: readonly Check[]): boolean {
  return checks.some(
    ({ kind: other, outcome }) => other === kind && (outcome === "failed" || outcome === "unavailable"),
  );
}

function wasMissing(reasons: readonly Reason[], kind: CheckKind): boolean {
  return reasons.some(({ code, check }) => code === "required_check_missing" && check === kind);
}

function toReason(check: CheckKind): Reason {
  return { code: "required_check_missing", check };
}
