import { Pool } from "pg";
import { copyTemplate, dropDatabase, type DatabaseSource } from "./template-database.ts";

/** A migrated database of a test file's own. */
export interface TestDatabase {
  readonly url: string;
  /** For looking into the database beside the code under test. */
  readonly pool: Pool;
  drop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A copy of the template, to be dropped; whatever a crashed run leaves goes with its server. */
export async function openTestDatabase(source: DatabaseSource): Promise<TestDatabase> {
  const url = await copyTemplate(source);
  const pool = new Pool({ connectionString: url, max: 4 });
  // A test that ends connections on purpose must not end the test process with them.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const drop = async (): Promise<void> => {
    if (!pool.ended) await pool.end();
    await dropDatabase(source.serverUrl, new URL(url).pathname.slice(1));
  };
  return { url, pool, drop, [Symbol.asyncDispose]: drop };
}
