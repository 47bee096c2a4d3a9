import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";
import { callSeconds, requestSeconds } from "./buckets.ts";
import { defineCounter, defineGauge, defineHistogram } from "./metric-definition.ts";

/** Operations in groups: each connection has at most sixty series. */
export const operationGroups = ["start", "read", "other"] as const;
export type OperationGroup = (typeof operationGroups)[number];

const callOutcomes = [
  "ok",
  "abandoned",
  "timeout",
  "unavailable",
  "limited",
  "unauthorized",
  "refused",
  "unrecognised",
] as const;
type CallOutcome = (typeof callOutcomes)[number];

const outcomeOf = {
  timeout: "timeout",
  unavailable: "unavailable",
  rate_limited: "limited",
  quota_exhausted: "limited",
  credentials_rejected: "unauthorized",
  settings_invalid: "refused",
  request_rejected: "refused",
  unsupported: "refused",
  session_unknown: "refused",
  not_found: "refused",
  conflict: "refused",
  webhook_unauthentic: "refused",
  response_unrecognised: "unrecognised",
} as const satisfies Record<AdapterErrorCode, CallOutcome>;

/** How a failed call is counted. Without a code the adapter itself failed: what came was not understood. */
export function nameCallOutcome(code: AdapterErrorCode | undefined): CallOutcome {
  return code === undefined ? "unrecognised" : outcomeOf[code];
}

/** Calls to providers, by connection. */
export const providerMetrics = {
  providerDuration: defineHistogram("kyc_provider_call_duration_seconds", {
    help: "Duration of one call to a provider.",
    labels: { connection: "open" },
    buckets: callSeconds,
    hasExemplars: true,
  }),
  providerCalls: defineCounter("kyc_provider_calls_total", {
    help: "Calls to a provider by outcome: ok, abandoned (the caller hung up), timeout, unavailable, limited (rate or quota), unauthorized (our credentials), refused (this request), unrecognised (an answer that was not understood).",
    labels: { connection: "open", outcome: callOutcomes },
  }),
  providerRetries: defineCounter("kyc_provider_retries_total", {
    help: "Calls to a provider that repeat one that failed.",
    labels: { connection: "open" },
  }),
  unmappedWords: defineCounter("kyc_provider_unmapped_words_total", {
    help: "Words in a provider's reports that its adapter does not know, by the member of the report that held them; from the third member on: other.",
    labels: { connection: "open", member: "open" },
  }),
  breakerState: defineGauge("kyc_provider_breaker_state", {
    help: "State of a connection's circuit breakers, of each group of operations the worst: 0 closed, 1 half open, 2 open.",
    labels: { connection: "open", operation: operationGroups },
  }),
  connectionHeld: defineGauge("kyc_provider_held", {
    help: "1 while an operator holds the connection back.",
    labels: { connection: "open" },
  }),
  providerInFlight: defineGauge("kyc_provider_calls_in_flight", {
    help: "Calls under way at a connection.",
    labels: { connection: "open" },
  }),
  providerQueueLength: defineGauge("kyc_provider_queue_length", {
    help: "Calls that wait for their turn at a connection.",
    labels: { connection: "open" },
  }),
  providerQueueWait: defineHistogram("kyc_provider_queue_wait_seconds", {
    help: "Time that calls waited for their turn at their connection, of all connections.",
    labels: {},
    buckets: requestSeconds,
  }),
  providerRejections: defineCounter("kyc_provider_rejections_total", {
    help: "Calls to a provider that were refused before anything was sent, by reason.",
    labels: {
      connection: "open",
      reason: ["held", "circuit_open", "paused", "queue_full", "deadline"],
    },
  }),
};
