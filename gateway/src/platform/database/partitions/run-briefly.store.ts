import type { Pool, PoolClient } from "pg";
import { runInTransaction } from "../sql/transaction.store.ts";

/** Maintenance waits no longer for a lock: whoever comes later waits behind it. */
const lockMs = 200;
/** PostgreSQL's lock_not_available, deadlock_detected, and check_violation of a row that came in meanwhile. */
const notNow = new Set(["55P03", "40P01", "23514"]);

/** Runs work in a transaction that gives up where it would have to wait for others. Undefined: not now. */
export async function runBriefly<Outcome>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Outcome>,
): Promise<Outcome | undefined> {
  try {
    return await runInTransaction(pool, `begin; set local lock_timeout = ${lockMs}`, work);
  } catch (error) {
    if (notNow.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
