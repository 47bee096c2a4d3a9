/**
 * Where one verification session stands, in the words of the API (Kvary integration, internal normalised statuses). Seven, the whole vocabulary:
 * finer truth travels in reasons.
 */
export type SessionStatus =
  | "NOT_STARTED"
  | "SESSION_CREATED"
  | "IN_PROGRESS"
  | "PENDING_REVIEW"
  | "APPROVED"
  | "REJECTED"
  | "EXPIRED";

/** What a provider can report. `NOT_STARTED` is ours alone: it means that no provider session is confirmed. */
export type ReportedStatus = Exclude<SessionStatus, "NOT_STARTED">;
