import type { Registry } from "prom-client";
import { defineGauge } from "../../observability/metrics/metric-definition.ts";
import { registerDatabaseGauges } from "../sql/database-gauges.metrics.ts";
import type { Queryable } from "../sql/query.ts";
import { readPartitionGauges } from "./partition-gauges.store.ts";

/** Rows gone astray are counted up to here. */
const countLimit = 10_000;

export const partitionMetrics = {
  defaultRows: defineGauge("kyc_partition_default_rows", {
    help: `Rows in a table's default partition, counted up to ${countLimit}: they are safe, but their own partition was missing. Alert above 0.`,
    labels: { table: "open" },
  }),
  ahead: defineGauge("kyc_partition_ahead_seconds", {
    help: "Time until the last existing partition ends. Alert below a week: no worker is creating new ones.",
    labels: { table: "open" },
  }),
};

/** Whether partitions are there in time. */
export function registerPartitionMetrics(
  registry: Registry,
  { monitor }: { readonly monitor: Queryable },
): void {
  registerDatabaseGauges({
    registry,
    group: "partitions",
    freshForMs: 10_000,
    gauges: partitionMetrics,
    read: () => readPartitionGauges(monitor, countLimit),
  });
}
