import type { Job, JobList } from "@kyc-gateway/http-api";
import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { queryWithin } from "../../platform/database/sql/query-within.ts";
import { type Actor, recordAudit } from "../audit/index.ts";

/** A job of the queue, without its payload and its errors' texts. */
export interface JobRow extends Omit<Job, "runAt" | "createdAt" | "lockedAt"> {
  readonly runAt: Date;
  readonly createdAt: Date;
  readonly lockedAt: Date | null;
}

/** A job without a key and without tries was replaced while it ran: the next clean-up takes it, and nobody misses it. */
const jobs = `
  select j.*, case when locked_at is not null then 'locked' when attempts >= max_attempts then 'dead'
    when run_at <= now() then 'ready' else 'scheduled' end as state
  from graphile_worker.jobs j where locked_at is not null or attempts < max_attempts or key is not null`;

const countsText = `
  select task_identifier as task, state, count(*)::int as count from (${jobs} limit 10000) j
  group by 1, 2 order by 1, 2`;

const listText = `
  select id::text, task_identifier as task, state, attempts, max_attempts as "maxAttempts", run_at as "runAt",
    created_at as "createdAt", locked_at as "lockedAt", last_error is not null as "hasFailed"
  from (${jobs}) j where $1::text is null or state = $1 order by id desc limit $2`;

export function countJobs({ pool }: Database): Promise<JobList["counts"]> {
  return queryRows<JobList["counts"][number]>(pool, countsText, []);
}

/** Newest first. */
export function listJobs(
  { pool }: Database,
  { state, limit }: { readonly state?: string | undefined; readonly limit: number },
): Promise<JobRow[]> {
  return queryRows<JobRow>(pool, listText, [state ?? null, limit]);
}

/** Lets a dead job run now, as if it had never been tried. False: there is no such job, or it is not dead. */
export function retryJob({ orm }: Database, actor: Actor, id: string): Promise<boolean> {
  return orm.em.fork().transactional(async (em) => {
    const retried = await queryWithin<{ task: string }>(
      em,
      `with dead as (select id, task_identifier as task from (${jobs}) j where id = $1::bigint and state = 'dead')
       select d.task from dead d
       cross join lateral graphile_worker.reschedule_jobs(array[d.id], run_at := now(), attempts := 0) r`,
      [id],
    );
    const [job] = retried;
    if (job === undefined) return false;
    await recordAudit(em, actor, [{ action: "job.retry", subject: `job ${id}`, detail: { task: job.task } }]);
    return true;
  });
}
