import type { Mistake } from "@kyc-gateway/adapter-spec/v1";

/** Why no session could be given. Closed; the HTTP edge maps each to a problem. */
export type StartFailureCode =
  | "unknown_flow"
  | "parent_not_found"
  | "flow_unsupported"
  | "invalid_request"
  | "idempotency_key_in_use"
  | "idempotency_key_reused"
  | "session_not_startable"
  | "provider_refused"
  | "provider_misconfigured"
  | "provider_unavailable"
  | "provider_outcome_unknown";

/** Thrown by `startSession`. Holds no personal data. */
export class StartFailure extends Error {
  readonly code: StartFailureCode;
  readonly mistakes: readonly Mistake[];
  readonly retryAfterMs: number | undefined;

  constructor(
    code: StartFailureCode,
    message: string,
    detail: { mistakes?: readonly Mistake[]; retryAfterMs?: number } = {},
  ) {
    super(message);
    this.name = "StartFailure";
    this.code = code;
    this.mistakes = detail.mistakes ?? [];
    this.retryAfterMs = detail.retryAfterMs;
  }
}
