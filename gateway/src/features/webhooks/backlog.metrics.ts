import type { Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../platform/database/sql/database-gauges.metrics.ts";
import { defineGauge } from "../../platform/observability/metrics/metric-definition.ts";
import { readBacklog, readNewestEventAge } from "./backlog-gauges.store.ts";

const states = ["waiting", "unmatched", "processing", "parked"] as const;

export const inboxMetrics = {
  inboxDeliveries: defineGauge("kyc_inbox_deliveries", {
    help: "Deliveries that are not applied, by state.",
    labels: { state: states },
  }),
  inboxOldest: defineGauge("kyc_inbox_oldest_delivery_seconds", {
    help: "Age of the oldest delivery that is not applied, by state; 0 when there is none.",
    labels: { state: states },
  }),
};
export const outboxMetrics = {
  newestEventAge: defineGauge("kyc_outbox_newest_event_age_seconds", {
    help: "Age of the newest event in the outbox.",
    labels: {},
  }),
};

/** What waits in the inbox and how long already. */
export function registerBacklogMetrics(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    group: "inbox",
    gauges: inboxMetrics,
    read: () => readBacklog(monitor),
  });
  registerDatabaseGauges({
    registry,
    group: "outbox",
    gauges: outboxMetrics,
    read: () => readNewestEventAge(monitor),
  });
}
