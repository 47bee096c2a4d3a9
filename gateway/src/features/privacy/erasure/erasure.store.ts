import type { Database } from "../../../platform/database/database.ts";
import type { GaugeRow } from "../../../platform/database/sql/database-gauges.metrics.ts";
import { queryRows, type Queryable } from "../../../platform/database/sql/query.ts";
import type { ErasedSession, Erasure } from "./erasure.ts";

type ErasureRow = Omit<Erasure, "sessions" | "keptEntries">;
type KeptRow = Erasure["keptEntries"][number] & { readonly erasureId: string };
type SessionRow = ErasedSession & { readonly erasureId: string };

const columns = `e.id, e.tenant_id as "tenantId", e.kind, e.cause, e.applicant_hash as "applicantHash",
  e.requested_at as "requestedAt", e.removed, e.completed_at as "completedAt", e.receipt`;

/** An erasure with its sessions. Undefined: the tenant has none of that id. */
export async function findErasure(
  { pool, tenants }: Database,
  tenantId: string,
  erasureId: string,
): Promise<Erasure | undefined> {
  const text = `select ${columns} from erasures e where e.id = $1 and e.tenant_id = $2`;
  const [row] = await tenants.run(tenantId, (on) => queryRows<ErasureRow>(on, text, [erasureId, tenantId]));
  if (row === undefined) return undefined;
  return {
    ...row,
    sessions: await listSessions(pool, [row.id]),
    keptEntries: await listKept(pool, [row.id]),
  };
}

/** Erasures in which everything is settled and nobody has signed for it yet, the oldest first. */
export async function listUnsigned({ pool }: Database, limit: number): Promise<readonly Erasure[]> {
  const rows = await queryRows<ErasureRow>(
    pool,
    `select ${columns} from erasures e where e.receipt is null and e.completed_at is not null order by e.id limit $1`,
    [limit],
  );
  const ids = rows.map(({ id }) => id);
  const sessions = await listSessions(pool, ids);
  const kept = await listKept(pool, ids);
  return rows.map((row) => ({
    ...row,
    sessions: sessions.filter(({ erasureId }) => erasureId === row.id),
    keptEntries: kept
      .filter(({ erasureId }) => erasureId === row.id)
      .map(({ id, ground }) => ({ id, ground })),
  }));
}

/** Where the session is, or, where nobody knows whether there is one, where it would be. */
const askedConnection = `coalesce(s.connection_id, case when s.is_outcome_unknown then s.attempted_connection_id end)`;

/** An unknown outcome is told once for each connection; a session that is known leaves one beside it untold no less. */
const abandonedStarts = `(
  select coalesce(json_agg(json_build_object('connection', a.name, 'adapter', a.adapter, 'atProvider', 'unknown')
    order by a.name), '[]')
  from connections a where a.id = any (s.abandoned_connection_ids)
    and (s.connection_id is not null or a.id is distinct from ${askedConnection}))`;

function listSessions(pool: Database["pool"], erasureIds: readonly string[]): Promise<SessionRow[]> {
  return queryRows<SessionRow>(
    pool,
    `select o.erasure_id as "erasureId", o.session_id as "sessionId", c.name as connection, c.adapter, p.state,
       p.outcome, p.settled_at as "settledAt", ${abandonedStarts} as "abandonedStarts"
     from erasure_sessions o join provider_erasures p on p.session_id = o.session_id
     join sessions s on s.id = o.session_id left join connections c on c.id = ${askedConnection}
     where o.erasure_id = any ($1::uuid[]) order by o.session_id`,
    [erasureIds],
  );
}

/** What the gauges of unconfirmed erasures show, by state. */
export function readOpenErasures(on: Queryable): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, openText, []);
}

const openText = `
  select case when state = 'pending' and last_failure = 'legal_hold' then 'held' else state end as label,
    count(*)::int as kyc_erasures_unconfirmed,
    extract(epoch from now() - min(requested_at))::float8 as kyc_erasure_oldest_unconfirmed_seconds
  from provider_erasures where state <> 'settled' group by 1`;

/** Entries of blocklists that were made for a session of the erasure. */
function listKept(pool: Database["pool"], erasureIds: readonly string[]): Promise<KeptRow[]> {
  return queryRows<KeptRow>(
    pool,
    `select w.erasure_id as "erasureId", r.id, r.ground from erasure_sessions w
     join account_records r on r.session_id = w.session_id and r.kind = 'blocklist' and r.state <> 'stopping'
     where w.erasure_id = any ($1::uuid[]) order by r.id`,
    [erasureIds],
  );
}
