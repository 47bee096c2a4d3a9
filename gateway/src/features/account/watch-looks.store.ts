import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { queryWithin } from "../../platform/database/sql/query-within.ts";
import { tellWatchChange } from "../sessions/index.ts";

/** A connection with watches in force. */
export interface WatchedConnection {
  readonly connectionId: string;
  /** From when on changes are news: a little before the last look, or before the first watch. */
  readonly since: Date;
}

const watchedText = `
  select r.connection_id as "connectionId", coalesce(l.looked_at, min(r.created_at)) - interval '1 hour' as since
  from account_records r left join watch_looks l on l.connection_id = r.connection_id
  where r.kind = 'watch' and r.state = 'active' group by r.connection_id, l.looked_at`;

export async function listWatchedConnections({
  pool,
}: Pick<Database, "pool">): Promise<readonly WatchedConnection[]> {
  return queryRows<WatchedConnection>(pool, watchedText, []);
}

const watchersText = `
  select r.id, r.session_id as "sessionId" from account_records r
  where r.connection_id = $1 and r.kind = 'watch' and r.state = 'active' and r.provider_id = $2
    and $3::timestamptz > coalesce(r.changed_at, r.created_at - interval '1 minute')
  order by r.id`;

/** Who has not been told of a change yet. */
export async function listWatchers(
  { pool }: Pick<Database, "pool">,
  change: { readonly connectionId: string; readonly watchId: string; readonly changedAt: string },
): Promise<readonly { readonly id: string; readonly sessionId: string }[]> {
  return queryRows(pool, watchersText, [change.connectionId, change.watchId, change.changedAt]);
}

const claimText = `update account_records r set changed_at = $2::timestamptz
  where r.id = $1 and r.state = 'active' and $2::timestamptz > coalesce(r.changed_at, r.created_at - interval '1 minute')
  returning r.id`;

/** Tells one watcher, once, however many look at the same time: the mark and the event are one transaction. */
export function tellWatcher(
  database: Pick<Database, "orm">,
  { id, sessionId }: { readonly id: string; readonly sessionId: string },
  changedAt: string,
): Promise<boolean> {
  return tellWatchChange(database, {
    sessionId,
    watchId: id,
    claim: async (em) => (await queryWithin(em, claimText, [id, changedAt])).length === 1,
  });
}

const lookedText = `insert into watch_looks (connection_id, looked_at) values ($1, $2)
  on conflict (connection_id) do update set looked_at = greatest(watch_looks.looked_at, excluded.looked_at)`;

/** Everything up to then has been told. */
export async function noteLook(
  { pool }: Pick<Database, "pool">,
  connectionId: string,
  lookedAt: Date,
): Promise<void> {
  await queryRows(pool, lookedText, [connectionId, lookedAt]);
}
