import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { ReportedWord } from "./reported-word.ts";
import type { Session } from "./session.ts";

/**
 * Where a session is, as finely as the machine needs it. `HELD`: in review because a required check is missing.
 * `LAPSED`: expired by our own clock, which is an assumption.
 */
export type MachineState =
  | SessionStatus
  | "HELD"
  | "LAPSED"
  | "APPROVED_BY_OPERATOR"
  | "REJECTED_BY_OPERATOR";

/**
 * What a report does to a session.
 * `advance`: progress, or the first decision. `same`: nothing new. `stale`: older news than we have, left alone.
 * `reverse`: a decision is replaced by the other one. `reopen`: the provider no longer keeps to the decision; the
 * decision stays, and this is told.
 */
export type Move = "advance" | "same" | "stale" | "reverse" | "reopen";

/**
 * The state machine, as data: the row is where a session is, the column what the provider reports of the same attempt.
 * Progress never runs backwards. A decision is replaced only by another decision, an operator's never by a less safe
 * one. Our own expiry gives way to any later news, the provider's to a decision alone.
 */
export const statusMachine = {
  NOT_STARTED: row("advance", "advance", "advance", "advance", "advance", "advance", "advance"),
  SESSION_CREATED: row("same", "advance", "advance", "advance", "advance", "advance", "advance"),
  IN_PROGRESS: row("stale", "same", "advance", "advance", "advance", "advance", "advance"),
  PENDING_REVIEW: row("stale", "stale", "same", "advance", "advance", "advance", "advance"),
  HELD: row("stale", "stale", "advance", "same", "advance", "advance", "stale"),
  APPROVED: row("stale", "reopen", "reopen", "same", "same", "reverse", "stale"),
  REJECTED: row("stale", "reopen", "reopen", "reopen", "reverse", "same", "stale"),
  APPROVED_BY_OPERATOR: row("stale", "reopen", "reopen", "same", "same", "reverse", "stale"),
  REJECTED_BY_OPERATOR: row("stale", "reopen", "reopen", "reopen", "reopen", "same", "stale"),
  EXPIRED: row("stale", "stale", "stale", "advance", "advance", "advance", "same"),
  LAPSED: row("stale", "advance", "advance", "advance", "advance", "advance", "advance"),
} as const satisfies Record<MachineState, Record<ReportedWord, Move>>;

function row(...moves: [Move, Move, Move, Move, Move, Move, Move]): Record<ReportedWord, Move> {
  const [SESSION_CREATED, IN_PROGRESS, PENDING_REVIEW, HELD, APPROVED, REJECTED, EXPIRED] = moves;
  return { SESSION_CREATED, IN_PROGRESS, PENDING_REVIEW, HELD, APPROVED, REJECTED, EXPIRED };
}

/**
 * What a report of a later attempt does. An undecided session goes wherever the report says, also back; a decision gives way
 * to nothing but a decision, and an attempt that has only begun takes the case up again. An approval that lacks a required
 * check says nothing against one that had it.
 */
export function findLaterMove(state: MachineState, word: ReportedWord): Move {
  const isOpen = !/^(?:APPROVED|REJECTED)/.test(state);
  if (isOpen) return "advance";
  if (word === "HELD" && state.startsWith("APPROVED")) return "stale";
  return word === "SESSION_CREATED" ? "reopen" : statusMachine[state][word];
}

/** The row of a session. */
export function findMachineState({ status, origin }: Pick<Session, "status" | "origin">): MachineState {
  if (status === "PENDING_REVIEW" && origin === "gateway") return "HELD";
  if (status === "EXPIRED" && origin === "gateway") return "LAPSED";
  return isDecided(status) && origin === "operator" ? `${status}_BY_OPERATOR` : status;
}

/** Whether somebody decided. */
export function isDecided(status: SessionStatus): status is "APPROVED" | "REJECTED" {
  return status === "APPROVED" || status === "REJECTED";
}

/** Whether the applicant has nothing more to do: what is still to come is a late decision, or news after our own expiry. */
export function isSettled(status: SessionStatus): boolean {
  return isDecided(status) || status === "EXPIRED";
}
