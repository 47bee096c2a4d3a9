import type { Pool, PoolClient } from "pg";

/** Runs work in a transaction that begins with `beginText`; rolled back, and thrown, when it fails. */
export async function runInTransaction<Outcome>(
  pool: Pool,
  beginText: string,
  work: (client: PoolClient) => Promise<Outcome>,
): Promise<Outcome> {
  const client = await pool.connect();
  try {
    await client.query(beginText);
    const outcome = await work(client);
    await client.query("commit");
    client.release();
    return outcome;
  } catch (error) {
    await giveUp(client);
    throw error;
  }
}

async function giveUp(client: PoolClient): Promise<void> {
  try {
    await client.query("rollback");
    client.release();
  } catch {
    client.release(true);
  }
}
