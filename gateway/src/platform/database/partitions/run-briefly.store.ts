import type { Pool, PoolClient } from "pg";
import { runInTransaction } from "../sql/transaction.store.ts";
import { isDatabaseError } from "../sql/database-error.ts";

/** Maintenance waits no longer for a lock: whoever comes later waits behind it. */
const lockMs = 200;

/** Runs work in a transaction that gives up where it would have to wait for others. Undefined: not now. */
export async function runBriefly<Outcome>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Outcome>,
): Promise<Outcome | undefined> {
  try {
    return await runInTransaction(pool, `begin; set local lock_timeout = ${lockMs}`, work);
  } catch (error) {
    // A check is violated by a row that came in meanwhile.
    if (isDatabaseError(error, "lock_not_available", "deadlock_detected", "check_violation"))
      return undefined;
    throw error;
  }
}
