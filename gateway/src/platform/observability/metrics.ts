import { readVersion } from "./version.ts";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const requestSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const lagSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200];

/**
 * Every metric of the gateway. All labels are bounded: route templates, closed vocabularies, names of configured
 * connections. No id, no text of a provider.
 */
export interface Metrics {
  readonly registry: Registry;
  readonly httpDuration: Histogram<"method" | "route" | "status">;
  readonly overhead: Histogram<"phase">;
  readonly providerDuration: Histogram<"connection" | "operation" | "outcome">;
  readonly providerRetries: Counter<"connection" | "operation">;
  readonly unmappedWords: Counter<"connection" | "member">;
  readonly breakerState: Gauge<"connection" | "operation">;
  readonly connectionHeld: Gauge<"connection">;
  readonly retryBudget: Gauge<"connection">;
  readonly providerInFlight: Gauge<"connection">;
  readonly providerQueueLength: Gauge<"connection">;
  readonly providerQueueWait: Histogram<"connection">;
  readonly providerRejections: Counter<"connection" | "operation" | "reason">;
  readonly rateLimited: Counter<"route">;
  readonly deliveries: Counter<"connection" | "verdict">;
  readonly refusals: Counter<"connection" | "reason">;
  readonly ackDuration: Histogram<"connection">;
  readonly applyLag: Histogram<"connection">;
  readonly transitions: Counter<"from" | "to" | "cause">;
  readonly operatorDecisions: Counter<"decision">;
  readonly heldApprovals: Counter<"check">;
  readonly jobs: Counter<"task" | "outcome">;
}

/** One registry for one gateway. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  describeBuild(registers);
  return {
    registry,
    ...createRequestMetrics(registers),
    ...createProviderMetrics(registers),
    ...createResilienceMetrics(registers),
    ...createWebhookMetrics(registers),
    ...createSessionMetrics(registers),
  };
}

/** Always 1: what it is about is in the labels. */
function describeBuild(registers: Registry[]): void {
  const { version, revision = "" } = readVersion();
  new Gauge({
    name: "kyc_build_info",
    help: "1, with the version, the commit (where the build wrote it down) and the version of Node.js that run.",
    labelNames: ["version", "revision", "node"],
    registers,
  }).set({ version, revision, node: process.version }, 1);
}

function createRequestMetrics(registers: Registry[]): Pick<Metrics, "httpDuration" | "overhead"> {
  return {
    httpDuration: new Histogram({
      name: "kyc_http_request_duration_seconds",
      help: "Time from the request's first byte to the answer's last, by route template.",
      labelNames: ["method", "route", "status"],
      buckets: requestSeconds,
      registers,
    }),
    overhead: new Histogram({
      name: "kyc_overhead_duration_seconds",
      help: "Time that the gateway itself needs to create a session, by phase, without the provider's time.",
      labelNames: ["phase"],
      buckets: requestSeconds,
      registers,
    }),
  };
}

function createProviderMetrics(
  registers: Registry[],
): Pick<Metrics, "providerDuration" | "providerRetries" | "unmappedWords" | "breakerState"> {
  return {
    providerDuration: new Histogram({
      name: "kyc_provider_call_duration_seconds",
      help: "Duration of one call to a provider, by operation and outcome: ok, abandoned (the caller hung up) or an error code.",
      labelNames: ["connection", "operation", "outcome"],
      buckets: requestSeconds,
      registers,
    }),
    providerRetries: new Counter({
      name: "kyc_provider_retries_total",
      help: "Calls to a provider that repeat one that failed.",
      labelNames: ["connection", "operation"],
      registers,
    }),
    unmappedWords: new Counter({
      name: "kyc_provider_unmapped_words_total",
      help: "Words in a provider's reports that its adapter does not know, by the member of the report that held them.",
      labelNames: ["connection", "member"],
      registers,
    }),
    breakerState: new Gauge({
      name: "kyc_provider_breaker_state",
      help: "State of a connection's circuit breaker: 0 closed, 1 half open, 2 open.",
      labelNames: ["connection", "operation"],
      registers,
    }),
  };
}

function createResilienceMetrics(
  registers: Registry[],
): Pick<
  Metrics,
  | "connectionHeld"
  | "retryBudget"
  | "providerInFlight"
  | "providerQueueLength"
  | "providerQueueWait"
  | "providerRejections"
  | "rateLimited"
> {
  const gaugeOfConnection = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["connection"], registers });
  return {
    connectionHeld: gaugeOfConnection("kyc_provider_held", "1 while an operator holds the connection back."),
    retryBudget: gaugeOfConnection(
      "kyc_provider_retry_budget",
      "Failures in a row after which nothing is retried any more; 0: retries are stopped.",
    ),
    providerInFlight: gaugeOfConnection("kyc_provider_calls_in_flight", "Calls under way at a connection."),
    providerQueueLength: gaugeOfConnection(
      "kyc_provider_queue_length",
      "Calls that wait for their turn at a connection.",
    ),
    providerQueueWait: new Histogram({
      name: "kyc_provider_queue_wait_seconds",
      help: "Time that calls waited for their turn at a connection.",
      labelNames: ["connection"],
      buckets: requestSeconds,
      registers,
    }),
    providerRejections: new Counter({
      name: "kyc_provider_rejections_total",
      help: "Calls to a provider that were refused before anything was sent, by reason: held, circuit_open, paused, queue_full, deadline.",
      labelNames: ["connection", "operation", "reason"],
      registers,
    }),
    rateLimited: new Counter({
      name: "kyc_rate_limited_requests_total",
      help: "Requests of products that were answered with 429, by route template.",
      labelNames: ["route"],
      registers,
    }),
  };
}

function createWebhookMetrics(
  registers: Registry[],
): Pick<Metrics, "deliveries" | "refusals" | "ackDuration" | "applyLag"> {
  return {
    deliveries: new Counter({
      name: "kyc_webhook_deliveries_total",
      help: "Webhooks by verdict: accepted, duplicate, ignored, parked, unauthentic, stale (signed correctly, but at another time), failed.",
      labelNames: ["connection", "verdict"],
      registers,
    }),
    refusals: new Counter({
      name: "kyc_rejected_webhooks_total",
      help: "Rejected webhooks by reason. After reading: malformed (no readable proof of origin), wrong, stale, source, token_refused. Without reading: limited, encoded (has a Content-Encoding), removed_connection, unknown_connection (without the connection's name).",
      labelNames: ["connection", "reason"],
      registers,
    }),
    ackDuration: new Histogram({
      name: "kyc_webhook_ack_duration_seconds",
      help: "Time until an authentic webhook was committed and answered.",
      labelNames: ["connection"],
      buckets: requestSeconds,
      registers,
    }),
    applyLag: new Histogram({
      name: "kyc_webhook_apply_lag_seconds",
      help: "Time between receiving a webhook and committing the provider's answer to the read that it caused.",
      labelNames: ["connection"],
      buckets: lagSeconds,
      registers,
    }),
  };
}

function createSessionMetrics(
  registers: Registry[],
): Pick<Metrics, "transitions" | "operatorDecisions" | "heldApprovals" | "jobs"> {
  return {
    transitions: new Counter({
      name: "kyc_session_transitions_total",
      help: "Committed changes of sessions' statuses and data.",
      labelNames: ["from", "to", "cause"],
      registers,
    }),
    operatorDecisions: new Counter({
      name: "kyc_operator_decisions_total",
      help: "Sessions that an operator decided, by decision.",
      labelNames: ["decision"],
      registers,
    }),
    heldApprovals: new Counter({
      name: "kyc_held_approvals_total",
      help: "Approvals by providers that are held for review, by the required check that is missing.",
      labelNames: ["check"],
      registers,
    }),
    jobs: new Counter({
      name: "kyc_jobs_total",
      help: "Background jobs by task and outcome.",
      labelNames: ["task", "outcome"],
      registers,
    }),
  };
}
