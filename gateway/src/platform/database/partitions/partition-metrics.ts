import type { Registry } from "prom-client";
import { registerDatabaseGauges } from "../sql/database-gauges.metrics.ts";
import type { Queryable } from "../sql/query.ts";
import { readPartitionGauges } from "./partition-gauges.store.ts";

/** Rows gone astray are counted up to here. */
const countLimit = 10_000;

/** Whether partitions are there in time. */
export function registerPartitionMetrics(
  registry: Registry,
  { monitor }: { readonly monitor: Queryable },
): void {
  registerDatabaseGauges({
    registry,
    label: "table",
    freshForMs: 10_000,
    gauges: {
      kyc_partition_default_rows: `Rows in a table's default partition, counted up to ${countLimit}: they are safe, but their own partition was missing. Alert above 0.`,
      kyc_partition_ahead_seconds:
        "Time until the last existing partition ends. Alert below a week: no worker is creating new ones.",
    },
    read: () => readPartitionGauges(monitor, countLimit),
  });
}
