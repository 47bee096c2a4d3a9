import { queueRead } from "./session-jobs.store.ts";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";

/**
 * How many scheduled reads a connection without a quota bears per second: after an outage or a restart everything is due
 * at once, and the provider must not feel it. Reads that a delivery asks for are the provider's own pace.
 */
const readsPerSecond = 10;
/** What scheduled reads may take of a connection's quota: the rest is for products and for what callbacks ask. */
const shareOfQuota = 0.5;
/** A queued read that has not begun by then is queued again; the job's key keeps it single. */
const requeueAfterMs = 5 * 60_000;

/** Of a look at a settled session among the jobs: behind what deliveries and open sessions ask for, which is 0. */
const lookPriority = 1;

/** Somebody waits for these: they are open, or a delivery of theirs could not be read. As the partial indexes say it. */
export const isUrgent = `(status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') or failed_reads > 0)`;

/**
 * Queues the reads whose time has come, for each connection so many as its quota and the time since the last sweep allow:
 * no connection's backlog holds up another's. Urgent ones first, the longest due before others; further looks at settled
 * sessions take what is left.
 */
export async function queueDueReads(
  on: Queryable,
  { connectionIds, windowMs }: { readonly connectionIds: readonly string[]; readonly windowMs: number },
): Promise<number> {
  // A share below one is one now and then.
  const text = `
    with shares as materialized (
      select c.id, floor(coalesce(o.calls_per_second * $2, $3) * $4 / 1000 + random())::int as share
      from unnest($1::uuid[]) as c (id) left join connection_controls o on o.connection_id = c.id
    ), urgent as materialized (
      select s.id, c.id as connection_id from shares c cross join lateral (
        select id from sessions where connection_id = c.id and next_read_at <= now() and ${isUrgent}
        order by next_read_at limit c.share for update skip locked
      ) s
    ), looks as materialized (
      select s.id from shares c cross join lateral (
        select id from sessions where connection_id = c.id and next_read_at <= now() and not ${isUrgent}
        order by next_read_at limit c.share - (select count(*) from urgent u where u.connection_id = c.id)
        for update skip locked
      ) s
    ), planned as (
      update sessions s set next_read_at = now() + $5 * interval '1 millisecond'
      from (select id, 0 as priority from urgent union all select id, $6::int from looks) d
      where s.id = d.id returning s.id, s.connection_id, d.priority
    )
    select ${queueRead({ cause: "schedule", sessionId: "id", connectionId: "connection_id", priority: "priority" })}
    from (select id, connection_id, priority from planned order by id) p`;
  const values = [connectionIds, shareOfQuota, readsPerSecond, windowMs, requeueAfterMs, lookPriority];
  return (await queryRows(on, text, values)).length;
}
