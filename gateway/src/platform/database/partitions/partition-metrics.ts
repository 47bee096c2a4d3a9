import type { Registry } from "prom-client";
import { registerDatabaseGauges, type GaugeRow } from "../sql/database-gauges.metrics.ts";
import { queryRows, type Queryable } from "../sql/query.ts";
import { partitionedTables } from "./partitioned-tables.store.ts";

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
      kyc_partition_default_rows: `Rows in the default partition of a table, counted up to ${countLimit}: safe, but their own was missing. Alert above 0.`,
      kyc_partition_ahead_seconds:
        "Time until the last partition that is there ends. Alert below a week: no worker makes new ones.",
    },
    read: () => queryRows<GaugeRow>(monitor, text, [countLimit]),
  });
}

const text = partitionedTables
  .map(
    ({ name }) => `select '${name}' as label,
      (select count(*)::int from (select from ${name}_default limit $1) r) as kyc_partition_default_rows,
      (select coalesce(extract(epoch from max(ends_at) - now()), 0)::float8 from list_time_partitions('${name}')) as kyc_partition_ahead_seconds`,
  )
  .join(" union all ");
