import type { Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../platform/database/sql/database-gauges.metrics.ts";
import { defineGauge } from "../../platform/observability/metrics/metric-definition.ts";
import { readKeyExpiries } from "./access-gauges.store.ts";

export const accessMetrics = {
  keyExpiry: defineGauge("kyc_api_key_expiry_seconds", {
    help: "Time until the first of a tenant's API keys expires that was used within the last two hours. No series: none of them expires. The fifty tenants whose keys expire first.",
    labels: { tenant: "open" },
  }),
};

/** Keys that are about to end while a product still uses them. */
export function registerAccessMetrics(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    group: "keys",
    freshForMs: 15_000,
    gauges: accessMetrics,
    read: () => readKeyExpiries(monitor),
  });
}
