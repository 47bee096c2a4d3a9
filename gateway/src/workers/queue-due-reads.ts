import { connectionFlags } from "../persistence/connection-flag.ts";
import { queryRows, type Queryable } from "../persistence/query.ts";

/**
 * How many scheduled reads one connection bears per second: after an outage or a restart everything is due at once,
 * and the provider must not feel it. Reads that a delivery asks for are the provider's own pace.
 */
const readsPerSecond = 10;
/** A queued read that has not begun by then is queued again; the job's key keeps it single. */
const requeueAfterMs = 5 * 60_000;

/**
 * Queues the reads whose time has come, the longest due first, for each connection so many as the time since the last
 * sweep allows: no connection's backlog holds up another's.
 */
export async function queueDueReads(
  on: Queryable,
  { connectionIds, windowMs }: { readonly connectionIds: readonly string[]; readonly windowMs: number },
): Promise<number> {
  const text = `
    with due as (
      select s.id from unnest($1::uuid[]) as c (id) cross join lateral (
        select id from sessions where connection_id = c.id and next_read_at <= now()
        order by next_read_at limit $2 for update skip locked
      ) s
    ), planned as (
      update sessions s set next_read_at = now() + $3 * interval '1 millisecond' from due
      where s.id = due.id returning s.id, s.connection_id
    )
    select graphile_worker.add_job('refresh-session', json_build_object('sessionId', id, 'cause', 'schedule'),
      job_key := 'refresh:' || id, job_key_mode := 'preserve_run_at', flags := ${connectionFlags("connection_id")})
    from (select id, connection_id from planned order by id) p`;
  const limit = Math.max(1, Math.round((readsPerSecond * windowMs) / 1000));
  return (await queryRows(on, text, [connectionIds, limit, requeueAfterMs])).length;
}
