import type { ProviderFailure } from "@kyc-gateway/core";
import type { ProblemCode } from "@kyc-gateway/http-api";
import { ProblemError } from "../../platform/http/problem-error.ts";

const defaultRetryAfterMs = 5000;

const problemCodes = {
  response_unrecognised: "provider_unrecognised",
  session_unknown: "provider_unrecognised",
  not_found: "provider_unrecognised",
  conflict: "provider_refused",
  credentials_rejected: "provider_misconfigured",
  settings_invalid: "provider_misconfigured",
  timeout: "provider_unavailable",
  unavailable: "provider_unavailable",
  rate_limited: "provider_unavailable",
  quota_exhausted: "provider_unavailable",
  request_rejected: "provider_unavailable",
  unsupported: "provider_unavailable",
  webhook_unauthentic: "provider_unavailable",
  circuit_open: "provider_unavailable",
  connection_held: "provider_unavailable",
  capacity_exceeded: "provider_unavailable",
  deadline_exceeded: "provider_unavailable",
} as const satisfies Record<ProviderFailure["code"], ProblemCode>;

/** What a product is told when a read at its provider failed. */
export function explainProviderFailure({ code, retryAfterMs }: ProviderFailure): ProblemError {
  const problem = problemCodes[code];
  if (problem === "provider_unavailable")
    return new ProblemError(problem, { retryAfterMs: retryAfterMs ?? defaultRetryAfterMs });
  if (problem === "provider_misconfigured") return new ProblemError(problem);
  return new ProblemError(problem, {
    detail:
      "The provider answered something that was not understood. The session keeps its state; operators see it.",
  });
}
