import { Gauge, type Registry } from "prom-client";
import { partitionedTables } from "./partitioned-tables.store.ts";
import { queryRows, type Queryable } from "../sql/query.ts";
import { shareFor } from "../sql/share-for.ts";

/** Scrapes within this time share one query. */
const freshForMs = 10_000;
/** Rows gone astray are counted up to here. */
const countLimit = 10_000;

interface Standing {
  readonly name: string;
  readonly astray: number;
  readonly ahead: number;
}

/** Whether partitions are there in time, asked of the database when Prometheus asks us. */
export function registerPartitionMetrics(
  registry: Registry,
  { monitor }: { readonly monitor: Queryable },
): void {
  const shared = { labelNames: ["table"] as const, registers: [registry] };
  const collect = shareFor(freshForMs, async () => {
    for (const { name, astray: rows, ahead: seconds } of await queryRows<Standing>(monitor, text, [
      countLimit,
    ])) {
      astray.labels(name).set(rows);
      ahead.labels(name).set(seconds);
    }
  });
  const astray = new Gauge({
    name: "kyc_partition_default_rows",
    help: `Rows in the default partition of a table, counted up to ${countLimit}: safe, but their own was missing. Alert above 0.`,
    ...shared,
    collect,
  });
  const ahead = new Gauge({
    name: "kyc_partition_ahead_seconds",
    help: "Time until the last partition that is there ends. Alert below a week: no worker makes new ones.",
    ...shared,
    collect,
  });
}

const text = partitionedTables
  .map(
    ({ name }) => `select '${name}' as name,
      (select count(*)::int from (select from ${name}_default limit $1) r) as astray,
      (select coalesce(extract(epoch from max(ends_at) - now()), 0)::float8 from list_time_partitions('${name}')) as ahead`,
  )
  .join(" union all ");
