import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";
import { callDurations } from "./duration-histogram.ts";

/** Calls of one hour, as one process or all of them have counted them. */
export interface CallCount {
  readonly startsAt: Date;
  readonly connection: string;
  readonly operation: string;
  readonly outcome: string;
  readonly calls: number;
  readonly durationMs: number;
  /** By place of the histogram. */
  readonly durations: readonly number[];
}

/** What a process has counted in its hours: each is written as a whole, so that to write it again changes nothing. */
export async function saveCalls(
  on: Queryable,
  processId: string,
  counts: readonly CallCount[],
): Promise<void> {
  const rows = counts.map(({ startsAt, durationMs, ...rest }) => ({
    ...rest,
    starts_at: startsAt,
    duration_ms: Math.round(durationMs),
  }));
  await queryRows(on, saveText, [JSON.stringify(rows), processId]);
}

const saveText = `
  insert into analytics_calls (starts_at, connection, operation, outcome, process_id, calls, duration_ms, durations)
  select i.starts_at, i.connection, i.operation, i.outcome, $2::uuid, i.calls, i.duration_ms, i.durations
  from json_to_recordset($1::json) as i (starts_at timestamptz, connection text, operation text, outcome text,
    calls integer, duration_ms bigint, durations integer[])
  on conflict (starts_at, connection, operation, outcome, process_id) do update set
    calls = excluded.calls, duration_ms = excluded.duration_ms, durations = excluded.durations`;

const sumDurations = [...callDurations.bounds, 0]
  .map((_, place) => `coalesce(sum(durations[${place + 1}]), 0)::integer`)
  .join(", ");

/** Stands for all processes together. */
const everyProcess = "00000000-0000-0000-0000-000000000000";

/** Rows of processes become one when nobody writes them any more. Repeating it is safe. */
export async function mergeCalls(on: Queryable): Promise<void> {
  await queryRows(on, mergeText, []);
}

const mergeText = `
  with gone as (
    delete from analytics_calls c where c.starts_at < now() - interval '2 days'
      and exists (select from analytics_calls o where o.starts_at = c.starts_at and o.process_id <> '${everyProcess}')
    returning *
  )
  insert into analytics_calls (starts_at, connection, operation, outcome, process_id, calls, duration_ms, durations)
  select starts_at, connection, operation, outcome, '${everyProcess}', sum(calls)::integer, sum(duration_ms)::bigint,
    array[${sumDurations}]
  from gone group by starts_at, connection, operation, outcome
  on conflict (starts_at, connection, operation, outcome, process_id) do update set
    calls = excluded.calls, duration_ms = excluded.duration_ms, durations = excluded.durations`;

export interface CallQuery {
  readonly connections: readonly string[];
  readonly granularity: "hour" | "day";
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

/** Calls by bucket, connection, operation and outcome, in this order. */
export async function readCalls(
  on: Queryable,
  { connections, granularity, from, to, limit }: CallQuery,
): Promise<readonly CallCount[]> {
  return queryRows<CallCount>(on, readText, [connections, granularity, from, to, limit]);
}

const readText = `
  select begin_of($2, starts_at) as "startsAt", connection, operation, outcome, sum(calls)::integer as calls,
    sum(duration_ms)::float8 as "durationMs", array[${sumDurations}] as durations
  from analytics_calls where connection = any ($1::text[]) and starts_at >= $3 and starts_at < $4
  group by 1, connection, operation, outcome order by 1, connection, operation, outcome limit $5`;
