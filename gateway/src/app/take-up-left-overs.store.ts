import { queryRows, type Queryable } from "../platform/database/sql/query.ts";

/** How many sessions one sweep takes up: the rest waits for the next one. */
const limit = 500;

/**
 * Plans a read for every session for whose deliveries one was to be repeated more than a minute ago, while nobody is at
 * it: whoever had their job has crashed. A read that nobody ended counts as one that failed. Where reads fail, the
 * schedule of retries is at it. Deliveries that simply wait are found by whoever applies them.
 */
export async function takeUpLeftOvers(on: Queryable, firstId: string): Promise<void> {
  await queryRows(
    on,
    `with left_over as (
       select distinct d.session_id as id from deliveries d
       where d.state = 'processing' and d.session_id is not null and d.id >= $2
         and d.received_at < now() - interval '1 minute'
         and not exists (select from graphile_worker.jobs j where j.key = 'refresh:' || d.session_id)
       limit $1
     )
     update sessions s set next_read_at = now(), failed_reads = greatest(s.failed_reads, 1)
     where s.id = any (array(select id from left_over)) and s.erasure = 'none' and (s.next_read_at is null or (s.failed_reads = 0 and s.next_read_at > now()))
       and (s.read_lease_until is null or s.read_lease_until < now())`,
    [limit, firstId],
  );
}

/** Rows of one statement: the rest goes an hour later. */
const replacedLimit = 5000;

/**
 * A job that was at work when it was asked for anew has lost its key and its tries to the new one. When its process dies
 * it stays in the queue for ever, and nobody would take it up.
 */
export async function dropReplacedJobs(on: Queryable): Promise<void> {
  await queryRows(
    on,
    `select graphile_worker.complete_jobs(array(
       select id from graphile_worker.jobs where key is null and attempts >= max_attempts and locked_at is null limit $1))`,
    [replacedLimit],
  );
}

/** Starts that nobody took up again, and whose time is over. */
export async function listLapsedIntents(on: Queryable, count: number): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    on,
    // As the partial index says it: no read of a start that nobody took up has failed.
    `select id from sessions where next_read_at <= now() and connection_id is null and status = 'NOT_STARTED'
       and not (status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') or failed_reads > 0) limit $1`,
    [count],
  );
  return rows.map(({ id }) => id);
}
