import { isUrgent } from "./queue-due-reads.store.ts";
import type { GaugeRow } from "../../platform/database/sql/database-gauges.metrics.ts";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";

/** How well the sessions of each connection are kept up with; `connection` is its id. */
export function readReconciliation(
  on: Queryable,
  connectionIds: readonly string[],
): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, text, [connectionIds]);
}

const earliestRead = (kind: string): string => `(
      select s.next_read_at from sessions s where s.connection_id = c.id and s.next_read_at is not null and ${kind}
      order by s.next_read_at limit 1)`;

/** Each of the minima is the first entry of an index. */
const text = `
  select c.id as connection,
    coalesce(extract(epoch from now() - (
      select coalesce(s.last_read_at, s.created_at) from sessions s
      where s.connection_id = c.id and s.status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW')
      order by coalesce(s.last_read_at, s.created_at) limit 1)), 0)::float8 as kyc_session_staleness_seconds,
    greatest(0, extract(epoch from now() - least(${earliestRead(isUrgent)}, ${earliestRead(`not ${isUrgent}`)})))::float8 as kyc_session_reads_overdue_seconds,
    extract(epoch from now() - a.last_delivery_at)::float8 as kyc_connection_silence_seconds,
    a.usual_gap_seconds as kyc_connection_usual_gap_seconds
  from unnest($1::uuid[]) as c (id) left join connection_activity a on a.connection_id = c.id`;

/** Open sessions of one connection are counted up to here. */
export const countLimit = 10_000;

/** How many sessions of each connection are open, by status, and how many starts have an unknown outcome; `connection` is its id. */
export function readOpenSessions(
  on: Queryable,
  connectionIds: readonly string[],
): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, openText, [connectionIds, countLimit]);
}

/** Both as their partial indexes say it: nothing else is looked at. */
const openText = `
  select c.id as connection, x.status, coalesce(n.count, 0)::int as kyc_sessions_open, null as kyc_sessions_outcome_unknown
  from unnest($1::uuid[]) as c (id)
  cross join unnest(array['SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW']) as x (status)
  left join lateral (
    select q.status, count(*) as count from (
      select s.status from sessions s where s.connection_id = c.id
        and s.status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') limit $2
    ) q group by q.status
  ) n on n.status = x.status
  union all
  select c.id, null, null, (
    select count(*)::int from sessions s where s.connection_id is null and s.next_read_at is not null
      and not (s.status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') or s.failed_reads > 0)
      and s.is_outcome_unknown and s.attempted_connection_id = c.id)
  from unnest($1::uuid[]) as c (id)`;
