import { Client, escapeIdentifier } from "pg";
import { isDatabaseError } from "../database/sql/database-error.ts";

/** Returns the database's URL. Two processes may do this at once. */
export async function createDatabaseOnce(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } catch (error) {
    // Which of the two it is depends on how far the other process has come.
    if (!isDatabaseError(error, "duplicate_database", "unique_violation")) throw error;
  } finally {
    await client.end();
  }
  return serverUrl.replace(/[^/]+$/, name);
}
