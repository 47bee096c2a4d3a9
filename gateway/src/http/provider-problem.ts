import type { ProviderFailure } from "@kyc-gateway/core";
import { ProblemError } from "./problem-error.ts";

const defaultRetryAfterMs = 5000;

/** What a product is told when a read at its provider failed. */
export function explainProviderFailure({ code, retryAfterMs }: ProviderFailure): ProblemError {
  switch (code) {
    case "response_unrecognised":
    case "session_unknown":
      return new ProblemError("provider_unrecognised", {
        detail:
          "The provider answered something that was not understood. The session keeps its state; operators see it.",
      });
    case "credentials_rejected":
    case "settings_invalid":
      return new ProblemError("provider_misconfigured");
    case "timeout":
    case "unavailable":
    case "rate_limited":
    case "quota_exhausted":
    case "request_rejected":
    case "unsupported":
    case "webhook_unauthentic":
    case "circuit_open":
    case "deadline_exceeded":
      return new ProblemError("provider_unavailable", { retryAfterMs: retryAfterMs ?? defaultRetryAfterMs });
  }
}
