import type { SqlEntityManager } from "@mikro-orm/postgresql";

/** How many sessions still need each of these connections; those that none needs are left out. Keyed by id. */
export async function listBusyConnections(
  em: SqlEntityManager,
  connectionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (connectionIds.length === 0) return new Map();
  const rows = await em.execute<{ id: string; count: string }[]>(
    `select connection_id as id, count(*) as count from sessions
     where connection_id = any(?::uuid[])
       and (status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') or erasure = 'pending')
     group by connection_id`,
    [`{${connectionIds.join(",")}}`],
  );
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}
