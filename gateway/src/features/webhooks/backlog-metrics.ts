import type { Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../platform/database/sql/database-gauges.metrics.ts";
import { readBacklog, readNewestEventAge } from "./backlog-gauges.store.ts";

/** What waits in the inbox and how long already. */
export function registerBacklogMetrics(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    label: "state",
    zeroFor: ["waiting", "unmatched", "processing", "parked"],
    gauges: {
      kyc_inbox_deliveries: "Deliveries that are not applied, by state.",
      kyc_inbox_oldest_delivery_seconds:
        "Age of the oldest delivery that is not applied, by state; 0 when there is none.",
    },
    read: () => readBacklog(monitor),
  });
  registerDatabaseGauges({
    registry,
    gauges: { kyc_outbox_newest_event_age_seconds: "Age of the newest event in the outbox." },
    read: () => readNewestEventAge(monitor),
  });
}
