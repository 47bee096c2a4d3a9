import { stopped, type RecordKind } from "../account/index.ts";
import type { RetentionClass } from "../configuration/index.ts";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";

/**
 * What is beyond its time, by class: $1 the tenant, $2 the days. Each gives `id`, the time that counts (`at`) and whether a
 * legal hold keeps it (`held`). Sessions that are not settled yet have no time to be beyond.
 */
const dueStatements: Readonly<Record<RetentionClass, string>> = {
  claims: selectSettled("r.session_id", "join session_reports r on r.session_id = s.id"),
  timeline: `${selectSettled("s.id")} and (s.trace <> '[]'
    or exists (select from timeline t where t.session_id = s.id and t.reasons <> '[]'))`,
  watches: selectRecords("watch"),
  blocklist: selectRecords("blocklist"),
  sessions: `${selectSettled("s.id")} and s.erasure = 'none'`,
  deliveries: `
    select d.id, d.received_at as at, ${heldOf("s")} as held
    from deliveries d join sessions s on s.id = d.session_id
    where s.tenant_id = $1 and d.state in ('applied', 'parked') and d.received_at < now() - $2 * interval '1 day'
    union all
    select d.id, d.received_at, false from deliveries d join connections c on c.id = d.connection_id
    where c.tenant_id = $1 and d.session_id is null and d.state = 'parked'
      and d.received_at < now() - $2 * interval '1 day'`,
  events: `
    select o.id, o.occurred_at as at, ${heldOf("s")} as held
    from outbox o join sessions s on s.id = o.session_id
    where o.tenant_id = $1 and o.occurred_at < now() - $2 * interval '1 day' and o.data -> 'reasons' <> '[]'`,
};

/** They are taken away at the provider as soon as it answers. */
const stopRecords = `update account_records set ${stopped} where id = any ($1::uuid[]) and state <> 'stopping'`;

/** What is done to the rows of these ids ($1). Sessions are erased one by one, as by a request. */
export const clearStatements: Readonly<Record<Exclude<RetentionClass, "sessions">, readonly string[]>> = {
  // What they were counted by goes with what it was known from.
  claims: [
    `with gone as (delete from session_reports where session_id = any ($1::uuid[]) returning 1)
     select freeze_analytics($1::uuid[]) from (select count(*) from gone) g`,
  ],
  timeline: [
    `with gone as (update timeline set reasons = '[]' where session_id = any ($1::uuid[]) returning 1)
     select freeze_analytics($1::uuid[]) from (select count(*) from gone) g`,
    "update sessions set trace = '[]' where id = any ($1::uuid[])",
  ],
  deliveries: ["delete from deliveries where id = any ($1::uuid[])"],
  events: [`update outbox set data = data || '{"reasons": []}' where id = any ($1::uuid[])`],
  watches: [stopRecords],
  blocklist: [stopRecords],
};

/** `updated_at` is when the status last changed; nothing is settled before it was created. */
function selectSettled(id: string, join = ""): string {
  return `select ${id} as id, s.updated_at as at, ${heldOf("s")} as held from sessions s ${join}
    where s.tenant_id = $1 and s.status in ('APPROVED', 'REJECTED', 'EXPIRED')
      and s.created_at < now() - $2 * interval '1 day' and s.updated_at < now() - $2 * interval '1 day'`;
}

function selectRecords(kind: RecordKind): string {
  return `select r.id, r.created_at as at, ${heldOf("s")} as held
    from account_records r left join sessions s on s.id = r.session_id
    where r.tenant_id = $1 and r.kind = '${kind}' and r.state <> 'stopping' and r.created_at < now() - $2 * interval '1 day'`;
}

function heldOf(session: string): string {
  return `exists (select from legal_holds h where h.released_at is null and h.tenant_id = ${session}.tenant_id
    and (h.session_id = ${session}.id or h.applicant_hash = ${session}.applicant_hash))`;
}

/** How long a tenant's data of one class are kept. */
export interface RetentionLimit {
  readonly tenantId: string;
  readonly name: RetentionClass;
  readonly days: number;
}

/** Rows beyond their time that nothing keeps (`due`, and the oldest of them), and that a legal hold keeps (`held`). */
export async function countDue(
  on: Queryable,
  { tenantId, name, days }: RetentionLimit,
): Promise<{ readonly due: number; readonly held: number; readonly oldestAt: Date | null }> {
  const text = `select count(*) filter (where not held)::int as due, count(*) filter (where held)::int as held,
    min(at) filter (where not held) as "oldestAt" from (${dueStatements[name]}) d`;
  const [row] = await queryRows<{ due: number; held: number; oldestAt: Date | null }>(on, text, [
    tenantId,
    days,
  ]);
  return row ?? { due: 0, held: 0, oldestAt: null };
}

/** Ids of rows beyond their time that nothing keeps. */
export async function listDue(
  on: Queryable,
  { tenantId, name, days }: RetentionLimit,
  count: number,
): Promise<readonly string[]> {
  const text = `select id from (${dueStatements[name]}) d where not held limit $3`;
  return (await queryRows<{ id: string }>(on, text, [tenantId, days, count])).map(({ id }) => id);
}
