import { queryRows, type Queryable } from "../platform/database/sql/query.ts";

/** A worker that was not heard of for so long is taken for gone. */
const silentAfter = "interval '40 seconds'";
/** Nobody asks about a worker that has been gone for so long. */
const forgottenAfter = "interval '1 day'";

/** Says that these workers live. */
export async function recordSignOfLife(on: Queryable, workerIds: readonly string[]): Promise<void> {
  await queryRows(
    on,
    `insert into job_workers (id) select unnest($1::text[]) on conflict (id) do update set seen_at = now()`,
    [workerIds],
  );
}

/** Says that these workers have ended, and forgets those that nobody asks about any more. */
export async function forgetWorkers(on: Queryable, workerIds: readonly string[]): Promise<void> {
  await queryRows(
    on,
    `delete from job_workers where id = any($1::text[]) or seen_at < now() - ${forgottenAfter}`,
    [workerIds],
  );
}

/**
 * Unlocks the jobs and the queues of workers that are gone: the queue itself would wait for four hours. A worker that is
 * slow gives signs of life and keeps its jobs; one that has just begun may not have given any yet. A queue is asked for
 * by itself: its lock may outlive the job that it was taken for.
 */
export async function releaseAbandonedJobs(on: Queryable): Promise<void> {
  await queryRows(
    on,
    `with locks as (
       select locked_by, locked_at from graphile_worker._private_jobs where locked_at is not null
       union all
       select locked_by, locked_at from graphile_worker._private_job_queues where locked_at is not null
     )
     select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from locks
     where locked_at < now() - ${silentAfter} and not exists (
       select from job_workers w where w.id = locked_by and w.seen_at > now() - ${silentAfter})
     having count(*) > 0`,
    [],
  );
}
