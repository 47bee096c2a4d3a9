import type { Session } from "./session.ts";
import { isSettled, findMachineState } from "./status-machine.ts";
import type { Cause, StatusUpdate } from "./transition.ts";
import type { FetchedReport } from "../facts/keep-facts.ts";
import type {
  Check,
  CheckKind,
  CheckOutcome,
  Reason,
  ReasonCode,
  ReportedStatus,
  WebhookProgress,
} from "@kyc-gateway/adapter-spec/v1";

interface Fetch {
  /** Undefined: the provider does not have the session any more. */
  readonly report: FetchedReport | undefined;
  /** Progress that deliveries told and that no read tells. */
  readonly hints?: readonly WebhookProgress[];
  readonly cause: Cause;
  readonly at: Date;
}

/**
 * What a fetch says about a session. The provider's word wins where it decides; where it leaves things open after the
 * time is up, our clock speaks; where it approves without a check that the flow requires, the approval is held.
 */
export function resolveStatus(
  session: Session,
  { report, hints = [], cause, at }: Fetch,
): StatusUpdate | undefined {
  const { attempt } = session;
  const status = report === undefined ? undefined : addHints(report, hints);
  if (hasRunOut(session, { report, status, at })) {
    return {
      status: "EXPIRED",
      origin: "gateway",
      reasons: [{ code: "session_lapsed" }],
      attempt,
      cause: "lapse",
      at,
    };
  }
  if (report === undefined || status === undefined) return undefined;
  const news = { attempt: report.attempt ?? attempt, cause, at };
  const missing = status === "APPROVED" ? findMissing(session, report) : [];
  if (missing.length > 0) return { ...news, status: "PENDING_REVIEW", origin: "gateway", reasons: missing };
  return { ...news, status, origin: "provider", reasons: selectReasons(status, report.reasons) };
}

/** A hint says nothing where the provider has decided, and nothing about another attempt. */
function addHints({ status, attempt }: FetchedReport, hints: readonly WebhookProgress[]): ReportedStatus {
  const told = new Set(hints.filter((hint) => hint.attempt === attempt).map((hint) => hint.status));
  if (status !== "SESSION_CREATED" && status !== "IN_PROGRESS") return status;
  if (told.has("PENDING_REVIEW")) return "PENDING_REVIEW";
  return told.has("IN_PROGRESS") ? "IN_PROGRESS" : status;
}

/** What an approval held in another attempt lacked says nothing about this one. */
function findMissing(session: Session, report: FetchedReport): readonly Reason[] {
  const isLater = (report.attempt ?? session.attempt) > session.attempt;
  const before = isLater ? { ...session, status: "IN_PROGRESS" as const } : session;
  return findMissingChecks(before, report.whole.reveal().checks);
}

/** Whether a session's time is up. */
export function isLapsed({ lapsesAt }: Pick<Session, "lapsesAt">, now: number): boolean {
  return lapsesAt !== null && lapsesAt.getTime() <= now;
}

function hasRunOut(
  session: Session,
  { report, status, at }: Pick<Fetch, "report" | "at"> & { readonly status: ReportedStatus | undefined },
): boolean {
  const isOpen = status === undefined || status === "SESSION_CREATED" || status === "IN_PROGRESS";
  const isLater = (report?.attempt ?? session.attempt) > session.attempt;
  // A review goes on after the applicant's time is up.
  const canLapse = !isSettled(session.status) && session.status !== "PENDING_REVIEW";
  const lapsesAt = readLapse(report) ?? session.lapsesAt;
  return isOpen && canLapse && !isLater && isLapsed({ lapsesAt }, at.getTime());
}

/** When the session lapses now, by the provider's word. */
export function readLapse(report: FetchedReport | undefined): Date | undefined {
  const at = new Date(report?.lapsesAt ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? undefined : at;
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
  const missing = session.requiredChecks.filter((kind) => !isCheckCovered(kind, checks));
  if (missing.length === 0 || findMachineState(session) !== "HELD") return missing.map(toReason);
  const still = missing.filter((kind) => wasMissing(session.reasons, kind) || isRefused(kind, checks));
  return still.length === 0 ? session.reasons : still.map(toReason);
}

/** At least one check of the kind ran, and none failed or could not run. */
export function isCheckCovered(kind: CheckKind, checks: readonly Check[]): boolean {
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

/** Which codes can explain an approval. The others explain why somebody was not approved, or nothing. */
const explainsApproval = {
  terms_declined: false,
  applicant_aborted: false,
  session_lapsed: false,
  required_check_missing: false,
  face_mismatch: false,
  face_missing: false,
  liveness_failed: false,
  document_expired: false,
  document_missing: false,
  document_unreadable: false,
  document_unsupported: false,
  document_suspicious: false,
  photo_unusable: false,
  fraud_suspected: false,
  data_mismatch: false,
  underage: false,
  duplicate_applicant: false,
  screening_match: false,
  blocklisted: false,
  country_not_allowed: false,
  address_unverified: false,
  operator_decision: true,
  contradictory_decision: false,
  provider_failed: false,
  erased_at_provider: false,
  unspecified: false,
} as const satisfies Record<ReasonCode, boolean>;

/** The reasons that belong to a status: an approval does not carry those of the refusal before it. */
export function selectReasons(status: ReportedStatus, reasons: readonly Reason[]): readonly Reason[] {
  return status === "APPROVED" ? reasons.filter(({ code }) => explainsApproval[code]) : reasons;
}
