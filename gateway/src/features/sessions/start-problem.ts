import { StartFailure, type StartFailureCode } from "@kyc-gateway/core";
import type { ProblemCode } from "@kyc-gateway/http-api";
import { ProblemError } from "../../platform/http/problem-error.ts";

const startProblems = {
  unknown_flow: "unknown_flow",
  parent_not_found: "invalid_request",
  flow_unsupported: "flow_unsupported",
  invalid_request: "invalid_request",
  idempotency_key_in_use: "idempotency_key_in_use",
  idempotency_key_reused: "idempotency_key_reused",
  key_spent: "session_not_startable",
  session_not_startable: "session_not_startable",
  reference_taken: "provider_reference_taken",
  provider_refused: "provider_refused",
  provider_misconfigured: "provider_misconfigured",
  provider_unavailable: "provider_unavailable",
  provider_outcome_unknown: "provider_outcome_unknown",
} as const satisfies Record<StartFailureCode, ProblemCode>;

/** The problem of a start that failed; undefined: the error is another one. */
export function toStartProblem(error: unknown): ProblemError | undefined {
  if (!(error instanceof StartFailure)) return undefined;
  const { message: detail, issues, retryAfterMs } = error;
  return new ProblemError(startProblems[error.code], { detail, issues, retryAfterMs });
}
