import type { Pool, PoolClient, QueryResultRow } from "pg";
import { queryRows } from "./query.ts";

/** Runs work in a transaction that begins with `beginText`; rolled back, and thrown, when it fails. */
export function runInTransaction<Outcome>(
  pool: Pool,
  beginText: string,
  work: (client: PoolClient) => Promise<Outcome>,
): Promise<Outcome> {
  return endTransaction(pool, async (client) => {
    await client.query(beginText);
    return work(client);
  });
}

/** The same for work that begins the transaction itself. */
export async function endTransaction<Outcome>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Outcome>,
): Promise<Outcome> {
  const client = await pool.connect();
  try {
    const outcome = await work(client);
    await client.query("commit");
    client.release();
    return outcome;
  } catch (error) {
    await giveUp(client);
    throw error;
  }
}

/**
 * One statement that writes, committed by a second message: a server that falls silent in between never commits what
 * its caller was told had failed. By itself it would, as soon as it is awake.
 */
export function writeRows<Row extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return runInTransaction(pool, "begin", (client) => queryRows<Row>(client, text, values));
}

async function giveUp(client: PoolClient): Promise<void> {
  try {
    await client.query("rollback");
    client.release();
  } catch {
    client.release(true);
  }
}
