import { v7 as newUuid } from "uuid";
import type { TestDatabase } from "./test-database.ts";

type Storage = Pick<TestDatabase, "pool">;

/** An id as the gateway gave it so many days ago; a negative number is a clock that is ahead. */
export function newIdAt(daysAgo: number): string {
  return newUuid({ msecs: Date.now() - daysAgo * 24 * 3_600_000 });
}

/** A delivery of the connection `shop-identomat` that came in so many days ago. Gives its id. */
export async function insertDelivery(
  { pool }: Storage,
  daysAgo: number,
  { state = "applied", eventId = null }: { state?: string; eventId?: string | null } = {},
): Promise<string> {
  const id = newIdAt(daysAgo);
  await pool.query(
    `insert into deliveries (id, connection_id, session_reference, event_id, event_type, dedupe_key, sealed_body, state, received_at)
     select $1::uuid, id, 'somebody', $3::text, 'update', sha256(coalesce($3::text, $1::uuid::text)::bytea), '', $4, now() - $2 * interval '1 day'
     from connections where name = 'shop-identomat'`,
    [id, daysAgo, eventId, state],
  );
  return id;
}

/** An event of an old session of the tenant `shop`; without a number when `number` is null. */
export async function insertOldEvent(
  { pool }: Storage,
  { daysAgo, number }: { daysAgo: number; number: number | null },
): Promise<string> {
  const id = newIdAt(daysAgo);
  await pool.query(
    `insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at, number)
     select $1, id, gen_random_uuid(), 1, 'session.created', '{}', now() - $2 * interval '1 day', $3 from tenants where name = 'shop'`,
    [id, daysAgo, number],
  );
  return id;
}

/** Which partition a row is in. */
export async function findPartition(
  { pool }: Storage,
  table: string,
  id: string,
): Promise<string | undefined> {
  const text = `select tableoid::regclass::text as name from ${table} where id = $1`;
  return (await pool.query<{ name: string }>(text, [id])).rows[0]?.name;
}

/** Makes the partition of so many days ago, as if the gateway had run then. Gives its name. */
export async function addPartition({ pool }: Storage, table: string, daysAgo: number): Promise<string> {
  const text = `select add_time_partition($1, 'week', now() - $2 * interval '1 day', 1000),
    $1 || '_' || to_char(begin_of('week', now() - $2 * interval '1 day') at time zone 'UTC', 'YYYYMMDD') as name`;
  const { rows } = await pool.query<{ name: string }>(text, [table, daysAgo]);
  return rows[0]?.name ?? "";
}

interface Partition {
  readonly name: string;
  readonly begins_at: Date | null;
  readonly ends_at: Date | null;
}

/** A table's partitions by time. */
export async function listPartitions({ pool }: Storage, table: string): Promise<Partition[]> {
  const text = "select * from list_time_partitions($1) order by begins_at";
  return (await pool.query<Partition>(text, [table])).rows;
}

export async function listPartitionNames(storage: Storage, table: string): Promise<string[]> {
  return (await listPartitions(storage, table)).map(({ name }) => name);
}
