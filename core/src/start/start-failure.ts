import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";

/** Why no session could be given. Closed; the HTTP edge maps each to a problem. */
export type StartFailureCode =
  | "unknown_flow"
  | "parent_not_found"
  | "flow_unsupported"
  | "invalid_request"
  | "idempotency_key_in_use"
  | "idempotency_key_reused"
  /** The session of this key has expired or was erased: nothing was sent. */
  | "key_spent"
  | "session_not_startable"
  /** The provider gave the id of a session that another one here has already. */
  | "reference_taken"
  | "provider_refused"
  | "provider_misconfigured"
  | "provider_unavailable"
  | "provider_outcome_unknown";

/** Thrown by `startSession`. Holds no personal data. */
export class StartFailure extends Error {
  readonly code: StartFailureCode;
  readonly issues: readonly ValidationIssue[];
  readonly retryAfterMs: number | undefined;

  constructor(
    code: StartFailureCode,
    message: string,
    detail: { issues?: readonly ValidationIssue[]; retryAfterMs?: number } = {},
  ) {
    super(message);
    this.name = "StartFailure";
    this.code = code;
    this.issues = detail.issues ?? [];
    this.retryAfterMs = detail.retryAfterMs;
  }
}
