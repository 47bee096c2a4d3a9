import { attemptOutcomes, type AttemptOutcome } from "@kyc-gateway/http-api";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../platform/database/sql/database-gauges.metrics.ts";
import { readEndpointGauges } from "./endpoints/endpoint-gauges.store.ts";

/** What is counted of outgoing events. Labels are closed vocabularies. */
interface EventMetrics {
  readonly attempts: Counter<"outcome" | "kind">;
  readonly firstAttemptLag: Histogram;
}

const lagSeconds = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600, 86_400];
/** Pending events of one endpoint are counted up to here. */
const countLimit = 10_000;

export function createEventMetrics(
  registry: Registry,
  { database, countWaiters }: { readonly database: Database; readonly countWaiters: () => number },
): EventMetrics {
  const registers = [registry];
  const attempts = new Counter({
    name: "kyc_event_attempts_total",
    help: "Attempts to post events to endpoints, by outcome and by kind: live, resend or test.",
    labelNames: ["outcome", "kind"],
    registers,
  });
  for (const outcome of Object.keys(attemptOutcomes) as AttemptOutcome[])
    attempts.labels(outcome, "live").inc(0);
  registerEndpointGauges(registry, database);
  const waiters: Gauge = new Gauge({
    name: "kyc_event_feed_waiters",
    help: "Consumers of the event feed that wait in this process: long polls and streams.",
    registers,
    collect: () => {
      waiters.set(countWaiters());
    },
  });
  return {
    attempts,
    firstAttemptLag: new Histogram({
      name: "kyc_event_first_attempt_lag_seconds",
      help: "Time between a change and the first attempt to post its event.",
      buckets: lagSeconds,
      registers,
    }),
  };
}

function registerEndpointGauges(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    label: "state",
    zeroFor: ["active", "warned", "disabled"],
    gauges: {
      kyc_event_endpoints: "Endpoints by state.",
      kyc_event_pending: `Events that were not yet posted to an endpoint, by the endpoint's state; at most ${countLimit} are counted per endpoint.`,
      kyc_event_pending_oldest_seconds:
        "Age of the oldest event that was not yet posted to an endpoint, by the endpoint's state; 0 when there is none.",
    },
    read: () => readEndpointGauges(monitor, countLimit),
  });
}
