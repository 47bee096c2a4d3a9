import { isNothingCreated, type ProviderFailure } from "@kyc-gateway/core";
import { readAdapterError } from "./host-error.ts";
import { CallRefusal, type RefusalReason } from "./call-refusal.ts";

const refusalCodes = {
  held: "connection_held",
  circuit_open: "circuit_open",
  paused: "rate_limited",
  queue_full: "capacity_exceeded",
  deadline: "deadline_exceeded",
} as const satisfies Record<RefusalReason, ProviderFailure["code"]>;

/** What the core may know of an error: codes and times, nothing that a provider wrote. */
export function toFailure(error: unknown): ProviderFailure {
  const { code, retryAfterMs, requestSent } = describe(error);
  return {
    code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(requestSent === undefined ? {} : { requestSent }),
  };
}

function describe(error: unknown): {
  code: ProviderFailure["code"];
  retryAfterMs?: number | undefined;
  requestSent?: boolean | undefined;
} {
  if (error instanceof CallRefusal)
    return { code: refusalCodes[error.reason], retryAfterMs: error.retryAfterMs, requestSent: false };
  // An adapter that throws anything else has met something its author did not think of.
  return readAdapterError(error) ?? { code: "response_unrecognised" };
}

/** Whether the provider may have done what it was asked for all the same. */
export function isOutcomeUnknown(error: unknown): boolean {
  return !isNothingCreated(toFailure(error));
}
