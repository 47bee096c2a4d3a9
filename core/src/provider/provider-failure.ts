import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";

/** What the gateway does about a failed provider call, by the error's closed code alone. */
interface FailureRule {
  /** Whether the same call may succeed a moment later. */
  readonly isTransient: boolean;
  /** Whether a failed `start` with this code proves that the provider created nothing. */
  readonly provesNothingCreated: boolean;
  /** Whether it speaks of the provider's health, and so counts for the circuit breaker. */
  readonly countsAgainstProvider: boolean;
}

const rule = (
  isTransient: boolean,
  provesNothingCreated: boolean,
  countsAgainstProvider: boolean,
): FailureRule => ({
  isTransient,
  provesNothingCreated,
  countsAgainstProvider,
});

/** Retryability, fallback and breaking, for every code of the plugin interface. */
export const failureRules = {
  timeout: rule(true, false, true),
  unavailable: rule(true, false, true),
  rate_limited: rule(true, true, false),
  quota_exhausted: rule(false, true, false),
  credentials_rejected: rule(false, true, false),
  settings_invalid: rule(false, true, false),
  request_rejected: rule(false, true, false),
  unsupported: rule(false, true, false),
  session_unknown: rule(false, true, false),
  not_found: rule(false, true, false),
  // What a repeated start meets may be what the first try created.
  conflict: rule(false, false, false),
  response_unrecognised: rule(false, false, true),
  webhook_unauthentic: rule(false, true, false),
} as const satisfies Record<AdapterErrorCode, FailureRule>;

/**
 * Why the host did not call at all: the breaker is open, an operator holds the connection, too many calls wait for it,
 * or the call could not have ended in time.
 */
type HostRefusalCode = "circuit_open" | "connection_held" | "capacity_exceeded" | "deadline_exceeded";

/** A failed provider call, free of anything that the provider wrote. */
export interface ProviderFailure {
  readonly code: AdapterErrorCode | HostRefusalCode;
  readonly retryAfterMs?: number;
  /** `false` when no byte of the request was written. */
  readonly requestSent?: boolean;
}

/** A deadline alone does not tell whether it passed before or after the request was sent. */
const refusalsProveNothingCreated = {
  circuit_open: true,
  connection_held: true,
  capacity_exceeded: true,
  deadline_exceeded: false,
} as const satisfies Record<HostRefusalCode, boolean>;

function isHostRefusal(code: ProviderFailure["code"]): code is HostRefusalCode {
  return Object.hasOwn(refusalsProveNothingCreated, code);
}

/** Whether a failed `start` is known to have created nothing at the provider. */
export function isNothingCreated(failure: ProviderFailure): boolean {
  if (failure.requestSent === false) return true;
  const { code } = failure;
  return isHostRefusal(code) ? refusalsProveNothingCreated[code] : failureRules[code].provesNothingCreated;
}
