import { ControlError } from "../control/control-error.ts";
import type { ActRequest } from "../control/dialect.ts";
import { createObjectId, hasLapsed } from "./session.ts";
import type { IdentomatSession, IdentomatStatus, RejectReason } from "./session.ts";

export const identomatActs = [
  "open",
  "start",
  "approve",
  "reject",
  "manual_check",
  "decline_terms",
  "walk_away",
  "operator_approve",
  "operator_reject",
  "operator_reopen",
] as const;
export type IdentomatAct = (typeof identomatActs)[number];

interface Step {
  readonly by: "applicant" | "operator";
  /** Absent: the status stays. */
  readonly to?: IdentomatStatus;
  readonly activity: string;
}

const steps = {
  open: { by: "applicant", activity: "PAGE_LOADED" },
  start: { by: "applicant", activity: "SESSION_STARTED" },
  approve: { by: "applicant", to: "approved", activity: "SESSION_COMPLETED" },
  reject: { by: "applicant", to: "rejected", activity: "SESSION_COMPLETED" },
  manual_check: { by: "applicant", to: "manual_check", activity: "SESSION_COMPLETED" },
  decline_terms: { by: "applicant", to: "disagreed_with_terms", activity: "TERMS_DECLINED" },
  walk_away: { by: "applicant", activity: "PAGE_LEFT" },
  operator_approve: { by: "operator", to: "approved", activity: "OPERATOR_APPROVED" },
  operator_reject: { by: "operator", to: "rejected", activity: "OPERATOR_REJECTED" },
  operator_reopen: { by: "operator", to: "manual_check", activity: "OPERATOR_REOPENED" },
} satisfies Record<IdentomatAct, Step>;

/** Reject reasons that the page offers; the provider's set is open. */
export const rejectReasons = {
  low_similarity: "Low similarity",
  face_mismatch: "Face mismatch",
  liveness_failed: "Liveness check failed",
  document_expired: "Document expired",
  document_unreadable: "Document could not be read",
  document_type_not_allowed: "Document type is not allowed",
  underage: "Person is underage",
} as const;

const decided: ReadonlySet<IdentomatStatus> = new Set(["approved", "rejected", "manual_check"]);

/** Does the act; returns whether the provider would call back about it. Throws a `ControlError` when it does not fit. */
export function performAct(
  session: IdentomatSession,
  request: ActRequest<IdentomatAct>,
  nowMs: number,
): boolean {
  const step: Step = steps[request.act];
  refuseMisfit(session, { step, act: request.act, nowMs });
  const isUpdate = step.to !== undefined || (request.act === "start" && !session.isStarted);
  note(session, step.activity, nowMs);
  if (request.act !== "open") session.isStarted = true;
  if (step.to !== undefined) {
    session.status = step.to;
    session.rejectReason = step.to === "rejected" ? describeReason(request.reason, step.by) : null;
    session.comment = step.by === "operator" ? (request.comment ?? "") : "";
  }
  if (isUpdate) {
    session.changedMs = nowMs;
    session.changes += 1;
  }
  return isUpdate;
}

function refuseMisfit(
  session: IdentomatSession,
  attempt: { step: Step; act: IdentomatAct; nowMs: number },
): void {
  if (session.isDeleted) throw new ControlError(409, "the session was deleted");
  if (attempt.step.by === "operator") {
    if (decided.has(session.status)) return;
    throw new ControlError(409, `an operator decides after the applicant; the session is ${session.status}`);
  }
  if (attempt.act === "open") return;
  if (session.status !== "in_progress")
    throw new ControlError(409, `the applicant has finished; the session is ${session.status}`);
  if (hasLapsed(session, attempt.nowMs))
    throw new ControlError(409, "the session has lapsed; begin a new one");
  if (attempt.nowMs < session.opensMs) throw new ControlError(409, "the session has not opened yet");
}

function note(session: IdentomatSession, type: string, nowMs: number): void {
  const activity = { id: createObjectId(), type, time: new Date(nowMs).toISOString() };
  session.activities = [...session.activities.slice(-99), activity];
}

function describeReason(reason: string | undefined, by: Step["by"]): RejectReason {
  if (reason === undefined || reason === "")
    return by === "operator"
      ? { value: "", description: "" }
      : { value: "low_similarity", description: rejectReasons.low_similarity };
  const description = Object.entries(rejectReasons).find(([code]) => code === reason)?.[1];
  return { value: reason, description: description ?? reason.replaceAll("_", " ") };
}
