import type { ReportedStatus, SessionStatus } from "@kyc-gateway/adapter-spec/v1";

/**
 * What a report does to a session.
 * `advance`: progress, or the first decision. `same`: nothing new. `stale`: older news than we have, left alone.
 * `reverse`: a decision, or an expiry, is replaced by another decision.
 */
export type Move = "advance" | "same" | "stale" | "reverse";

/**
 * The state machine, as data: the row is where a session stands, the column what the provider reports.
 * Progress never runs backwards; after a decision only another decision moves a session; a decision that comes after
 * the time was up counts.
 */
export const statusMachine = {
  NOT_STARTED: row("advance", "advance", "advance", "advance", "advance", "advance"),
  SESSION_CREATED: row("same", "advance", "advance", "advance", "advance", "advance"),
  IN_PROGRESS: row("stale", "same", "advance", "advance", "advance", "advance"),
  PENDING_REVIEW: row("stale", "stale", "same", "advance", "advance", "advance"),
  APPROVED: row("stale", "stale", "stale", "same", "reverse", "stale"),
  REJECTED: row("stale", "stale", "stale", "reverse", "same", "stale"),
  EXPIRED: row("stale", "stale", "stale", "reverse", "reverse", "same"),
} as const satisfies Record<SessionStatus, Record<ReportedStatus, Move>>;

function row(...moves: [Move, Move, Move, Move, Move, Move]): Record<ReportedStatus, Move> {
  const [SESSION_CREATED, IN_PROGRESS, PENDING_REVIEW, APPROVED, REJECTED, EXPIRED] = moves;
  return { SESSION_CREATED, IN_PROGRESS, PENDING_REVIEW, APPROVED, REJECTED, EXPIRED };
}

/** Whether somebody decided. */
export function isDecided(status: SessionStatus): status is "APPROVED" | "REJECTED" {
  return status === "APPROVED" || status === "REJECTED";
}

/** Whether nothing but a late decision is to come. */
export function isSettled(status: SessionStatus): boolean {
  return isDecided(status) || status === "EXPIRED";
}
