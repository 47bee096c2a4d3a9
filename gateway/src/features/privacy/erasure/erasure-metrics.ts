import type { Registry } from "prom-client";
import type { Database } from "../../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../../platform/database/sql/database-gauges.metrics.ts";
import { readOpenErasures } from "./erasure.store.ts";

/**
 * Erasures that no provider has confirmed: alert on `dead` above 0, and on a `pending` one older than the promise you
 * made. `held` ones wait for a legal hold.
 */
export function registerErasureMetrics(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    label: "state",
    zeroFor: ["pending", "held", "dead"],
    gauges: {
      kyc_erasures_unconfirmed: "Erasures that no provider has confirmed yet, by state.",
      kyc_erasure_oldest_unconfirmed_seconds:
        "Age of the oldest erasure that no provider has confirmed yet, by state; 0 when there is none.",
    },
    read: () => readOpenErasures(monitor),
  });
}
