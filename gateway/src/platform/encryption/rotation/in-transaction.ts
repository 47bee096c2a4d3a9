import type { PoolClient } from "pg";
import type { RotationParts } from "./rotation-parts.ts";

/** All of the work is committed, or none. */
export async function inTransaction<T>(
  pool: RotationParts["pool"],
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
