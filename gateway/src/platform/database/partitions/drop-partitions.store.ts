import { escapeIdentifier, type Pool, type PoolClient } from "pg";
import { isDatabaseError } from "../sql/database-error.ts";
import { queryRows } from "../sql/query.ts";
import {
  partitionedTables,
  type PartitionedTable,
  type Retention,
  type TimePartition,
} from "./partitioned-tables.store.ts";
import { runBriefly } from "./run-briefly.store.ts";

/** The clocks of this process and of the database may differ by this; else nobody knows what is old. */
const clockToleranceMs = 3_600_000;

/**
 * Drops the partitions that hold nothing but what is beyond its time. One that somebody still needs stays. Several may
 * do so at once; one that is in use right now is for the next time. Gives the names of those that went.
 */
export async function dropPartitions(
  pool: Pool,
  retention: Retention,
  nowMs = Date.now(),
): Promise<readonly string[]> {
  const [clock] = await queryRows<{ now: Date }>(pool, "select now() as now", []);
  if (clock === undefined || Math.abs(clock.now.getTime() - nowMs) > clockToleranceMs) return [];
  await dropDetached(pool);
  const dropped: string[] = [];
  for (const table of partitionedTables) {
    for (const { name } of await listExpired(pool, table, retention))
      if ((await detach(pool, table, name)) === true) dropped.push(name);
  }
  // Apart: unlinking large files takes its time, and the whole table is locked while a part is taken out of it.
  await dropDetached(pool);
  return dropped;
}

async function listExpired(
  pool: Pool,
  { name, width, keptDays }: PartitionedTable,
  retention: Retention,
): Promise<readonly Pick<TimePartition, "name">[]> {
  // Rows that are to go with their sessions are not waited for in the running partition and the one before.
  const text = `select p.name from list_time_partitions($1) p
    where p.ends_at < coalesce(now() - $2 * interval '1 day', begin_of($3, now()) - ('1 ' || $3)::interval)
    order by p.ends_at`;
  return queryRows(pool, text, [name, keptDays(retention) ?? null, width]);
}

/** True when it is out of its table. */
async function detach(
  pool: Pool,
  { name, heldBy }: PartitionedTable,
  partition: string,
): Promise<boolean | undefined> {
  const held = `select ${heldBy.replaceAll("{partition}", escapeIdentifier(partition))} as "isHeld"`;
  const isHeld = async (on: Pool | PoolClient) =>
    (await queryRows<{ isHeld: boolean }>(on, held, []))[0]?.isHeld;
  // First without a lock: one that is needed stays so for long. Another replica may have dropped it since it was listed.
  if ((await isHeld(pool).catch(ignoreMissingTable)) !== false) return false;
  return runBriefly(pool, async (client) => {
    await client.query(`lock table only ${name} in access exclusive mode`);
    const { rowCount } = await client.query("select from list_time_partitions($1) p where p.name = $2", [
      name,
      partition,
    ]);
    if (rowCount !== 1 || (await isHeld(client)) !== false) return false;
    if (name === "outbox") await tellReaders(client, partition);
    await client.query(`alter table ${name} detach partition ${escapeIdentifier(partition)}`);
    return true;
  });
}

function ignoreMissingTable(error: unknown): undefined {
  if (!isDatabaseError(error, "undefined_table")) throw error;
}

/** Whoever reads the feed from further back is told that something is missing. */
async function tellReaders(client: PoolClient, partition: string): Promise<void> {
  await client.query(
    `update event_numbering set dropped_through = greatest(dropped_through, (
       select max(last.number) from tenants t cross join lateral (
         select o.number from ${escapeIdentifier(partition)} o where o.tenant_id = t.id order by o.number desc limit 1
       ) last))`,
  );
}

/** Also what a crash left behind. */
async function dropDetached(pool: Pool): Promise<void> {
  const names = partitionedTables.map(({ name }) => name).join("|");
  const text = `select c.relname as name from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and not c.relispartition and c.relname ~ $1`;
  const detached = await queryRows<{ name: string }>(pool, text, [`^(${names})_[0-9]{8}$`]);
  for (const { name } of detached)
    await runBriefly(pool, (client) => client.query(`drop table if exists ${escapeIdentifier(name)}`));
}
