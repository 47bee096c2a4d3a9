import { Pool } from "pg";
import type { Actor } from "../../features/audit/audit.store.ts";
import { readDatabaseAddress } from "../../platform/config/database-address.ts";
import { readEnvironment } from "../../platform/config/environment.ts";
import type { Database } from "../../platform/database/database.ts";
import { describeConnection } from "../../platform/database/connection-options.ts";
import { readCommandActor } from "./command-actor.ts";

type PoolWork = (database: Pick<Database, "pool">, actor: Actor) => Promise<void>;

/** Longest wait for one statement, locks included. */
const statementMs = 15_000;

/**
 * Does something on an external PostgreSQL with a pool and nothing else: no ORM, no keys, no other variable of the
 * configuration. What is used in an outage begins at once, and does not ask for what it does not use.
 */
export async function withPool(work: PoolWork): Promise<void> {
  const address = readDatabaseAddress(readEnvironment());
  if (address === undefined) return withWholeDatabase(work);
  const pool = new Pool({ ...describeConnection(address), max: 1, query_timeout: statementMs });
  // A line that breaks fails the statement that uses it.
  pool.on("error", () => undefined);
  try {
    await work({ pool }, readCommandActor());
  } finally {
    await pool.end();
  }
}

/** The own PostgreSQL of a data folder, or whatever is wrong with the configuration. */
async function withWholeDatabase(work: PoolWork): Promise<void> {
  const { withDatabase } = await import("./with-database.ts");
  return withDatabase(({ database, actor }) => work(database, actor));
}
