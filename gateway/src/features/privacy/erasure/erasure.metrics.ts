import type { Registry } from "prom-client";
import type { Database } from "../../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../../platform/database/sql/database-gauges.metrics.ts";
import { defineGauge } from "../../../platform/observability/metrics/metric-definition.ts";
import { readOpenErasures } from "./erasure.store.ts";

const states = ["pending", "held", "dead"] as const;

export const erasureMetrics = {
  erasuresUnconfirmed: defineGauge("kyc_erasures_unconfirmed", {
    help: "Erasures that no provider has confirmed yet, by state.",
    labels: { state: states },
  }),
  erasureOldest: defineGauge("kyc_erasure_oldest_unconfirmed_seconds", {
    help: "Age of the oldest erasure that no provider has confirmed yet, by state; 0 when there is none.",
    labels: { state: states },
  }),
};

/**
 * Erasures that no provider has confirmed: alert on `dead` above 0, and on a `pending` one older than the promise you
 * made. `held` ones wait for a legal hold.
 */
export function registerErasureMetrics(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    group: "erasures",
    gauges: erasureMetrics,
    read: () => readOpenErasures(monitor),
  });
}
