import type { GaugeRow } from "../platform/database/sql/database-gauges.metrics.ts";
import { queryRows, type Queryable } from "../platform/database/sql/query.ts";

/** What is in the queue, by state; at most `countLimit` jobs are looked at. */
export function readQueueGauges(on: Queryable, countLimit: number): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, queueText, [countLimit]);
}

/** How many workers were heard of lately. */
export function readWorkerGauges(on: Queryable): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, workerText, []);
}

/** A job without a key and without tries was replaced while it ran: the next clean-up takes it, and nobody misses it. */
const queueText = `
  select state, count(*)::int as kyc_job_queue_jobs,
    greatest(extract(epoch from now() - min(run_at)), 0)::float8 as kyc_job_queue_oldest_seconds
  from (
    select run_at, case when locked_at is not null then 'locked'
      when attempts >= max_attempts then 'dead' when run_at <= now() then 'ready' else 'scheduled' end as state
    from graphile_worker.jobs
    where locked_at is not null or attempts < max_attempts or key is not null limit $1
  ) j group by state`;

/** As long as its jobs are its own. */
const workerText = `
  select count(*)::int as kyc_job_workers from job_workers where seen_at > now() - interval '40 seconds'`;
