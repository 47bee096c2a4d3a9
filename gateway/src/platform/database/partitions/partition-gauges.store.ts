import type { GaugeRow } from "../sql/database-gauges.metrics.ts";
import { queryRows, type Queryable } from "../sql/query.ts";
import { partitionedTables } from "./partitioned-tables.store.ts";

/** How far ahead each table's partitions are; at most `countLimit` rows are counted in its default partition. */
export function readPartitionGauges(on: Queryable, countLimit: number): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, text, [countLimit]);
}

const text = partitionedTables
  .map(
    ({ name }) => `select '${name}' as label,
      (select count(*)::int from (select from ${name}_default limit $1) r) as kyc_partition_default_rows,
      (select coalesce(extract(epoch from max(ends_at) - now()), 0)::float8 from list_time_partitions('${name}')) as kyc_partition_ahead_seconds`,
  )
  .join(" union all ");
