import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import type { Database } from "../../platform/database/database.ts";
import type { GaugeRow } from "../../platform/database/sql/database-gauges.metrics.ts";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";
import { queryWithin } from "../../platform/database/sql/query-within.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { AccountRecord, Ground, RecordContents, RecordKind } from "./account-record.ts";

/** What is to be placed for a tenant. */
export interface NewRecord<Kind extends RecordKind> {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly kind: Kind;
  readonly sessionId: string | null;
  readonly content: RecordContents[Kind];
  readonly ground: Ground | null;
}

interface RecordRow extends Omit<AccountRecord, "content"> {
  readonly sealedContent: Buffer | null;
}

type Parts = { readonly database: Pick<Database, "pool" | "tenants" | "orm">; readonly vault: Vault };

const columns = `r.id, r.tenant_id as "tenantId", r.connection_id as "connectionId", r.kind, r.session_id as "sessionId",
  r.sealed_content as "sealedContent", r.ground, r.state, r.provider_id as "providerId", r.created_at as "createdAt",
  r.changed_at as "changedAt"`;

/** Longer than any request or job lasts: until then whoever took a record up may still be at it, and nobody else is. */
const leaseEnd = "now() + interval '2 minutes'";

const insertText = `
  insert into account_records as r (id, tenant_id, connection_id, kind, session_id, content_hash, sealed_content, ground, state,
    created_at, next_attempt_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 'placing', now(), ${leaseEnd})
  on conflict (tenant_id, connection_id, kind, content_hash) do update
    set next_attempt_at = case r.state when 'placing' then greatest(r.next_attempt_at, ${leaseEnd}) else r.next_attempt_at end
  returning ${columns}`;

function contextOf(rowId: string) {
  return { table: "account_records", column: "sealed_content", rowId };
}

/** Notes what is to be placed, or gives the record that has the same content already. */
export async function insertRecord<Kind extends RecordKind>(
  { database, vault }: Parts,
  record: NewRecord<Kind>,
): Promise<AccountRecord<Kind>> {
  const { tenantId, connectionId, kind, sessionId, content, ground } = record;
  const id = newUuid();
  const bytes = Buffer.from(JSON.stringify(content));
  const { hash, sealed } = await vault.opening(() => ({
    hash: vault.fingerprint(tenantId, `account_record.${kind}`, JSON.stringify([sessionId, content])),
    sealed: vault.of(tenantId).seal(contextOf(id), bytes),
  }));
  const values = [id, tenantId, connectionId, kind, sessionId, hash, sealed, ground];
  const [row] = await database.tenants.run(tenantId, (on) => queryRows<RecordRow>(on, insertText, values));
  if (row === undefined) throw new Error("An insert gave no row.");
  return openRow<Kind>(vault, row);
}

async function openRow<Kind extends RecordKind>(
  vault: Vault,
  { sealedContent, ...row }: RecordRow,
): Promise<AccountRecord<Kind>> {
  const bytes =
    sealedContent === null
      ? undefined
      : await vault.opening(() => vault.of(row.tenantId).open(contextOf(row.id), sealedContent));
  const content =
    bytes === undefined ? undefined : (JSON.parse(bytes.toString("utf8")) as RecordContents[Kind]);
  return { ...row, content } as AccountRecord<Kind>;
}

const listText = `select ${columns} from account_records r
  where r.tenant_id = $1 and r.kind = $2 and r.state <> 'stopping' and r.id > $3 order by r.id limit $4`;
const firstId = "00000000-0000-0000-0000-000000000000";

/** A tenant's records behind a cursor, the oldest first. */
export async function listRecords<Kind extends RecordKind>(
  { database, vault }: Parts,
  page: {
    readonly tenantId: string;
    readonly kind: Kind;
    readonly after: string | undefined;
    readonly limit: number;
  },
): Promise<readonly AccountRecord<Kind>[]> {
  const { tenantId, kind, after = firstId, limit } = page;
  const rows = await database.tenants.run(tenantId, (on) =>
    queryRows<RecordRow>(on, listText, [tenantId, kind, after, limit]),
  );
  return Promise.all(rows.map((row) => openRow<Kind>(vault, row)));
}

const sessionText = `select ${columns} from account_records r where r.tenant_id = $1 and r.session_id = $2 order by r.id`;

/** Everything that is held for a session, also what is on its way out. */
export async function listSessionRecords(
  { database, vault }: Parts,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<readonly AccountRecord[]> {
  const rows = await database.tenants.run(tenantId, (on) =>
    queryRows<RecordRow>(on, sessionText, [tenantId, id]),
  );
  return Promise.all(rows.map((row) => openRow(vault, row)));
}

const findText = `select ${columns} from account_records r
  where r.tenant_id = $1 and r.kind = $2 and r.id = $3 and r.state <> 'stopping'`;

/** A tenant's record; undefined: it has none of that id. */
export async function findRecord<Kind extends RecordKind>(
  { database, vault }: Parts,
  { tenantId, kind, id }: { readonly tenantId: string; readonly kind: Kind; readonly id: string },
): Promise<AccountRecord<Kind> | undefined> {
  const [row] = await database.tenants.run(tenantId, (on) =>
    queryRows<RecordRow>(on, findText, [tenantId, kind, id]),
  );
  return row === undefined ? undefined : openRow<Kind>(vault, row);
}

const stopText = `update account_records r set state = 'stopping', next_attempt_at = ${leaseEnd}
  where r.tenant_id = $1 and r.kind = $2 and r.id = $3 and r.state <> 'stopping' returning ${columns}`;

/** From now on the tenant does not have it any more. Undefined: it has none of that id. */
export async function stopRecord(
  { database, vault }: Parts,
  { tenantId, kind, id }: { readonly tenantId: string; readonly kind: RecordKind; readonly id: string },
): Promise<AccountRecord | undefined> {
  const [row] = await database.tenants.run(tenantId, (on) =>
    queryRows<RecordRow>(on, stopText, [tenantId, kind, id]),
  );
  return row === undefined ? undefined : openRow(vault, row);
}

/** Two who decide about one record of a provider's account do it one after the other. */
const lockText = "select pg_advisory_xact_lock(hashtextextended($1, 7))";

async function withAccountLock<T>(
  { database }: Pick<Parts, "database">,
  { connectionId, kind }: Pick<AccountRecord, "connectionId" | "kind">,
  work: (em: SqlEntityManager) => Promise<T>,
): Promise<T> {
  return database.orm.em.fork().transactional(async (em) => {
    await queryWithin(em, lockText, [`${kind} ${connectionId}`]);
    return work(em);
  });
}

const confirmText = `update account_records r set state = 'active', provider_id = $2, next_attempt_at = null
  where r.id = $1 and r.state = 'placing' and not exists (select from account_records o
    where o.connection_id = r.connection_id and o.kind = r.kind and o.provider_id = $2 and o.state = 'stopping')
  returning r.id`;

/** Gives false while the same record of the provider is being removed for somebody else. */
export async function confirmRecord(
  parts: Parts,
  record: AccountRecord,
  providerId: string,
): Promise<boolean> {
  const rows = await withAccountLock(parts, record, (em) =>
    queryWithin(em, confirmText, [record.id, providerId]),
  );
  return rows.length === 1;
}

const noteText = `update account_records set provider_id = $2,
    next_attempt_at = case when $3::boolean then next_attempt_at else now() end
  where id = $1 and state = 'stopping' and provider_id is null`;

/**
 * Keeps the provider's id of a record that was stopped while it was being placed: by it alone it can be taken away.
 * `isHeld`: by whoever notes it, who goes on to take it away; else anybody may take it up from now on.
 */
export async function noteProviderId(
  parts: Parts,
  record: AccountRecord,
  { providerId, isHeld }: { readonly providerId: string; readonly isHeld: boolean },
): Promise<void> {
  const values = [record.id, providerId, isHeld];
  await withAccountLock(parts, record, (em) => queryWithin(em, noteText, values));
}

const othersText = `select exists (select from account_records o where o.connection_id = $1 and o.kind = $2 and o.id <> $3
    and o.provider_id = $4 and o.state = 'active') as "isShared",
  exists (select from account_records o where o.connection_id = $1 and o.kind = $2 and o.id <> $3
    and o.state = 'placing') as "isUnsure"`;

/** Who has a provider's record. */
interface Sharing {
  readonly kind: "own" | "shared" | "unsure";
}

/**
 * Whether the provider's record is nobody else's: `shared` by another tenant of the account or another session, or `unsure` while one is
 * being placed that may turn out to be the same.
 */
export async function findSharing(parts: Parts, record: AccountRecord): Promise<Sharing> {
  const { connectionId, kind, id, providerId } = record;
  const [row] = await withAccountLock(parts, record, (em) =>
    queryWithin<{ isShared: boolean; isUnsure: boolean }>(em, othersText, [
      connectionId,
      kind,
      id,
      providerId,
    ]),
  );
  if (row?.isShared === true) return { kind: "shared" };
  return { kind: row?.isUnsure === true ? "unsure" : "own" };
}

/** Nothing of it is left here. */
export async function deleteRecord({ database }: Pick<Parts, "database">, id: string): Promise<void> {
  await queryRows(database.pool, "delete from account_records where id = $1", [id]);
}

/** The next attempt comes later. */
export async function postponeRecord({ database }: Pick<Parts, "database">, id: string): Promise<void> {
  const text = "update account_records set next_attempt_at = now() + interval '5 minutes' where id = $1";
  await queryRows(database.pool, text, [id]);
}

const dueText = `update account_records r set next_attempt_at = ${leaseEnd} from (
    select id from account_records where state <> 'active' and next_attempt_at <= now()
    order by next_attempt_at limit $1 for update skip locked) d
  where r.id = d.id returning ${columns}`;

/** Takes up records that are neither in force nor gone, and whose time has come. */
export async function takeDueRecords(
  { database, vault }: Parts,
  limit: number,
): Promise<readonly AccountRecord[]> {
  const rows = await queryRows<RecordRow>(database.pool, dueText, [limit]);
  return Promise.all(rows.map((row) => openRow(vault, row)));
}

const countText = `select state as label, count(*) filter (where kind = 'watch')::int as kyc_watches,
    count(*) filter (where kind = 'blocklist')::int as kyc_blocklist_entries,
    case when state <> 'active' then extract(epoch from now() - min(created_at)) end::float8 as kyc_account_record_oldest_seconds
  from account_records group by state`;

/** How many there are, by state. */
export function countRecords(on: Queryable): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, countText, []);
}
