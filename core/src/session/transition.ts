import type { Reason, ReportedStatus, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Session, StatusOrigin } from "./session.ts";
import {
  findLaterMove,
  findMachineState,
  isDecided,
  statusMachine,
  type MachineState,
} from "./status-machine.ts";
import type { ReportedWord } from "./reported-word.ts";

/** What made the gateway look at the provider, or act of itself. */
export type Cause =
  | "start"
  | "webhook"
  | "relaunch"
  | "refresh"
  | "schedule"
  | "lapse"
  | "operator"
  | "erasure"
  | "validity"
  | "watch"
  | "import";

/** The types of outgoing events. */
export type EventType =
  | "session.created"
  | "session.status_changed"
  | "session.decided"
  | "session.decision_reversed"
  | "session.decision_confirmed"
  | "session.reopened"
  | "session.expired"
  | "session.erased"
  | "applicant.expiring"
  | "applicant.expired"
  | "watch.changed";

/** One committed change of a session: a line of its timeline and one event, both under the same `seq`. */
export interface Transition {
  readonly seq: number;
  /** The try of the applicant that it is about, from 1. */
  readonly attempt: number;
  readonly at: Date;
  readonly from: SessionStatus;
  readonly to: SessionStatus;
  readonly origin: StatusOrigin;
  readonly reasons: readonly Reason[];
  readonly cause: Cause;
  readonly isReversal: boolean;
  readonly eventType: EventType;
}

/** A session, as far as the state machine asks. */
export type SessionState = Pick<
  Session,
  "status" | "origin" | "reasons" | "attempt" | "seq" | "reported" | "reopenedAt"
>;

/** News about a session: from an authenticated answer of the provider, or from the gateway itself. */
export interface StatusUpdate {
  readonly status: ReportedStatus;
  /** `gateway`: our clock (`EXPIRED`), or an approval that lacks a required check (`PENDING_REVIEW`). */
  readonly origin: Exclude<StatusOrigin, "operator">;
  readonly reasons: readonly Reason[];
  /** The try of the applicant that it is about. */
  readonly attempt: number;
  readonly cause: Cause;
  readonly at: Date;
}

/** What an update does: a transition, or the reason why there is none. */
export type Decision =
  | { readonly kind: "moved"; readonly transition: Transition }
  | { readonly kind: "same" | "stale" };

/** Applies an update to a session. Pure; the same update twice is `same` the second time. */
export function decideTransition(state: SessionState, update: StatusUpdate): Decision {
  const machineState = findMachineState(state);
  const word = nameWord(update);
  if (update.attempt < state.attempt) return { kind: "stale" };
  if (update.attempt > state.attempt) return decideLaterAttempt(state, update, machineState);
  if (isRepeated(state, machineState, word)) return { kind: "same" };
  const move = statusMachine[machineState][word];
  switch (move) {
    case "stale":
      return { kind: "stale" };
    case "same":
      return decideSame(state, update, machineState);
    case "reopen":
      if (state.reopenedAt !== null) return { kind: "same" };
      return keepStatus(state, update, "session.reopened");
    case "advance":
    case "reverse":
      return moveTo(state, update, move === "reverse");
  }
}

/** A later attempt is always told, unless it came to nothing where a decision stands. */
function decideLaterAttempt(state: SessionState, update: StatusUpdate, machineState: MachineState): Decision {
  const move = findLaterMove(machineState, nameWord(update));
  switch (move) {
    case "stale":
      return { kind: "stale" };
    case "same":
      return confirmDecision(state, update, machineState);
    case "reopen":
      return keepStatus(state, update, "session.reopened");
    case "advance":
    case "reverse":
      return moveTo(state, update, move === "reverse");
  }
}

/** The later attempt ends as the decision that stands, perhaps for other reasons. */
function confirmDecision(state: SessionState, update: StatusUpdate, machineState: MachineState): Decision {
  const isByOperator = machineState.endsWith("_BY_OPERATOR");
  const hasNewReasons = !isByOperator && !includesReasons(state.reasons, update.reasons);
  return hasNewReasons
    ? moveTo(state, update, false)
    : keepStatus(state, update, "session.decision_confirmed");
}

/** What the provider's column is. */
export function nameWord({ status, origin }: Pick<StatusUpdate, "status" | "origin">): ReportedWord {
  return status === "PENDING_REVIEW" && origin === "gateway" ? "HELD" : status;
}

/**
 * An operator decided knowing what the provider had said, and our clock ran out knowing it: hearing it again is no news.
 */
function isRepeated(state: SessionState, machineState: MachineState, word: ReportedWord): boolean {
  const isKnown = machineState === "LAPSED" || machineState.endsWith("_BY_OPERATOR");
  return isKnown && state.reopenedAt === null && state.reported === word;
}

function decideSame(state: SessionState, update: StatusUpdate, machineState: MachineState): Decision {
  if (state.reopenedAt !== null) return keepStatus(state, update, "session.decision_confirmed");
  if (machineState.endsWith("_BY_OPERATOR") || isApprovalWithLess(state, update)) return { kind: "same" };
  // What a decision was given for is kept when the provider says less about it later.
  const isKnown = isDecided(state.status)
    ? includesReasons(state.reasons, update.reasons)
    : hasSameReasons(state.reasons, update.reasons);
  return isKnown ? { kind: "same" } : moveTo(state, update, false);
}

/** The decision was covered once; a later, emptier approval takes nothing from it. */
function isApprovalWithLess({ status }: SessionState, update: StatusUpdate): boolean {
  return status === "APPROVED" && nameWord(update) === "HELD";
}

/** Status, origin and reasons stay; that something happened to them is told. */
function keepStatus(
  state: SessionState,
  { attempt, cause, at }: StatusUpdate,
  eventType: EventType,
): Decision {
  const { status, origin, reasons, seq } = state;
  return {
    kind: "moved",
    transition: {
      seq: seq + 1,
      attempt,
      at,
      from: status,
      to: status,
      origin,
      reasons,
      cause,
      isReversal: false,
      eventType,
    },
  };
}

function moveTo(state: SessionState, update: StatusUpdate, isReversal: boolean): Decision {
  const { status: to, origin, reasons, attempt, cause, at } = update;
  const eventType = nameEvent(state.status, to, isReversal);
  return {
    kind: "moved",
    transition: {
      seq: state.seq + 1,
      attempt,
      at,
      from: state.status,
      to,
      origin,
      reasons,
      cause,
      isReversal,
      eventType,
    },
  };
}

function nameEvent(from: SessionStatus, to: ReportedStatus, isReversal: boolean): EventType {
  if (isReversal) return "session.decision_reversed";
  if (from === to) return "session.status_changed";
  if (isDecided(to)) return "session.decided";
  if (to === "EXPIRED") return "session.expired";
  return from === "NOT_STARTED" && to === "SESSION_CREATED" ? "session.created" : "session.status_changed";
}

type Before = Pick<Session, "attempt" | "decidedAt" | "reopenedAt">;

/** What a transition makes of a session. */
type SessionChange = Pick<
  Session,
  "status" | "origin" | "reasons" | "attempt" | "seq" | "updatedAt" | "decidedAt" | "reopenedAt"
>;

export function applyTransition(before: Before, transition: Transition): SessionChange {
  const { to: status, origin, reasons, attempt, seq, at: updatedAt } = transition;
  return {
    status,
    origin,
    reasons,
    attempt,
    seq,
    updatedAt,
    decidedAt: isNewDecision(before, transition) ? updatedAt : before.decidedAt,
    reopenedAt: findReopening(before, transition),
  };
}

/**
 * Whether a transition decides: to another status, by an operator who confirms, or by a later attempt that ends as the one
 * before did. That the provider comes back to its decision makes no new one.
 */
export function isNewDecision(
  { attempt }: Pick<Session, "attempt">,
  { from, to, eventType, cause, ...transition }: Transition,
): boolean {
  if (!isDecided(to) || eventType === "session.reopened") return false;
  const isConfirmedByOperator = eventType === "session.decision_confirmed" && cause === "operator";
  return from !== to || isConfirmedByOperator || transition.attempt > attempt;
}

function findReopening(before: Before, { from, to, eventType, at, attempt }: Transition): Date | null {
  if (eventType === "session.reopened") return at;
  const isUntouched = from === to && eventType !== "session.decision_confirmed" && attempt === before.attempt;
  return isUntouched ? before.reopenedAt : null;
}

/** Order and repetition do not matter. */
function hasSameReasons(left: readonly Reason[], right: readonly Reason[]): boolean {
  return includesReasons(left, right) && includesReasons(right, left);
}

/** Whether every one of `some` is among `all`. */
function includesReasons(all: readonly Reason[], some: readonly Reason[]): boolean {
  const keys = new Set(all.map(nameReason));
  return some.every((reason) => keys.has(nameReason(reason)));
}

function nameReason({ code, check, raw }: Reason): string {
  return [code, check ?? "", raw ?? ""].join("\u0000");
}
