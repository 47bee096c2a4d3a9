import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { queryWithin } from "../../platform/database/sql/query-within.ts";

/** How many sessions still need each of these connections; those that none needs are left out. Keyed by id. */
export async function listBusyConnections(
  em: SqlEntityManager,
  connectionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (connectionIds.length === 0) return new Map();
  const rows = await queryWithin<{ id: string; count: string }>(
    em,
    `select id, count(*) as count from (
       select connection_id as id from sessions
       where connection_id = any($1::uuid[])
         and (status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') or erasure = 'pending')
       -- Starts that are under way there, or whose outcome is unknown.
       union all select attempted_connection_id from sessions
       where connection_id is null and status = 'NOT_STARTED' and is_outcome_unknown
         and attempted_connection_id = any($1::uuid[])
     ) s group by id`,
    [connectionIds],
  );
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}
