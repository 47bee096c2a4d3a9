import type { Pool } from "pg";
import { isDatabaseError } from "./sql/database-error.ts";
import { runInTransaction } from "./sql/transaction.store.ts";

/** A connection keeps the default that it began with: one that may not write is never asked again. */
export async function canWrite(pool: Pool): Promise<boolean> {
  const client = await pool.connect();
  let isWritable = false;
  try {
    const { rows } = await client.query<{ setting: string }>(
      "select current_setting('transaction_read_only') as setting",
    );
    isWritable = rows[0]?.setting === "off";
    return isWritable;
  } finally {
    client.release(!isWritable);
  }
}

/** New pages, taken from the disk and given back by the rollback. A role that may not make them is believed. */
export async function writeSomething(pool: Pool): Promise<void> {
  const undo = new Error("rolled back");
  await runInTransaction(pool, "begin", async (client) => {
    await client.query(
      `create temporary table kyc_write_probe on commit drop as
       select repeat(md5(n::text), 60) as filler from generate_series(1, 40) n`,
    );
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo && !isDatabaseError(error, "insufficient_privilege")) throw error;
  });
}
