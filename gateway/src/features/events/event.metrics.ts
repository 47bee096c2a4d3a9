import { attemptOutcomes, type AttemptOutcome } from "@kyc-gateway/http-api";
import type { Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../platform/database/sql/database-gauges.metrics.ts";
import {
  defineCounter,
  defineGauge,
  defineHistogram,
  registerGauge,
  registerMetrics,
  type Registered,
} from "../../platform/observability/metrics/metric-definition.ts";
import type { NewAttempt } from "./dispatch/dispatch.store.ts";
import { readEndpointGauges, readTenantBacklog } from "./endpoints/endpoint-gauges.store.ts";

const lagSeconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600, 86_400];
/** Pending events of one endpoint are counted up to here. */
const countLimit = 10_000;
/** Tenants with a series of their own. */
const mostTenants = 50;
const states = ["active", "warned", "disabled"] as const;
const outcomes = Object.keys(attemptOutcomes) as AttemptOutcome[];

/** What is counted of outgoing events. */
export const eventMetrics = {
  attempts: defineCounter("kyc_event_attempts_total", {
    help: "Attempts to post events to endpoints, by outcome and by kind: live, resend or test.",
    labels: { outcome: outcomes, kind: ["live", "resend", "test"] },
  }),
  firstAttemptLag: defineHistogram("kyc_event_first_attempt_lag_seconds", {
    help: "Time between a change and the first attempt to post its event, where it did not have to wait for an endpoint that failed.",
    labels: {},
    buckets: lagSeconds,
  }),
  deliveryLag: defineHistogram("kyc_event_delivery_lag_seconds", {
    help: "Time between a change and the answer by which an endpoint took its event.",
    labels: {},
    buckets: lagSeconds,
  }),
};
export const feedMetrics = {
  waiters: defineGauge("kyc_event_feed_waiters", {
    help: "Consumers of the event feed that wait in this process: long polls and streams.",
    labels: {},
  }),
};
export const endpointMetrics = {
  endpoints: defineGauge("kyc_event_endpoints", { help: "Endpoints by state.", labels: { state: states } }),
  eventsPending: defineGauge("kyc_event_pending", {
    help: `Events that were not yet posted to an endpoint, by the endpoint's state; at most ${countLimit} are counted per endpoint.`,
    labels: { state: states },
  }),
  eventsPendingOldest: defineGauge("kyc_event_pending_oldest_seconds", {
    help: "Age of the oldest event that was not yet posted to an endpoint, by the endpoint's state; 0 when there is none.",
    labels: { state: states },
  }),
};
export const tenantBacklogMetrics = {
  tenantEventsPending: defineGauge("kyc_tenant_events_pending", {
    help: `Events that were not yet posted to a tenant's endpoints, disabled ones left out. The ${mostTenants} tenants with the most; of the others together: other.`,
    labels: { tenant: "open" },
  }),
  tenantEventsPendingOldest: defineGauge("kyc_tenant_events_pending_oldest_seconds", {
    help: "Age of the oldest of them; 0 when there is none.",
    labels: { tenant: "open" },
  }),
};

export function createEventMetrics(
  registry: Registry,
  { database, countWaiters }: { readonly database: Database; readonly countWaiters: () => number },
): Registered<typeof eventMetrics> {
  registerEndpointGauges(registry, database);
  registerGauge(registry, feedMetrics.waiters, (waiters) => waiters.set(countWaiters()));
  return registerMetrics(registry, eventMetrics);
}

type CountedAttempt = Pick<NewAttempt, "outcome" | "kind" | "attempt" | "startedAt">;
interface AttemptedEvent {
  readonly occurredAt: Date;
  readonly endpointId: string;
}

/**
 * Counts attempts to post events, and how long after their changes they were made and taken. An endpoint gets its events in
 * order: those that waited while it failed are late by its own doing, and say nothing of how soon we post.
 */
export function createAttemptCounter({
  attempts,
  firstAttemptLag,
  deliveryLag,
}: Registered<typeof eventMetrics>): (attempt: CountedAttempt, event: AttemptedEvent) => void {
  const failedUntil = new Map<string, number>();
  return ({ outcome, kind, attempt, startedAt }, { occurredAt, endpointId }) => {
    attempts.inc({ outcome, kind });
    if (kind !== "live") return;
    const since = occurredAt.getTime();
    if (attempt > 1) failedUntil.set(endpointId, startedAt.getTime());
    else if (since > (failedUntil.get(endpointId) ?? 0)) {
      failedUntil.delete(endpointId);
      firstAttemptLag.observe((startedAt.getTime() - since) / 1000);
    }
    if (outcome === "succeeded") deliveryLag.observe((Date.now() - since) / 1000);
  };
}

function registerEndpointGauges(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    group: "endpoints",
    gauges: endpointMetrics,
    read: () => readEndpointGauges(monitor, countLimit),
  });
  registerDatabaseGauges({
    registry,
    group: "tenants",
    freshForMs: 10_000,
    gauges: tenantBacklogMetrics,
    read: () => readTenantBacklog(monitor, { countLimit, mostTenants }),
  });
}
