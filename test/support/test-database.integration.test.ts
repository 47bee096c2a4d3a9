import { Client } from "pg";
import { expect, it } from "vitest";
import { createTestDatabase } from "./test-database.ts";
import { waitFor } from "./wait-for.ts";

async function readNames(pool: { query(sql: string): Promise<{ rows: unknown[] }> }): Promise<unknown[]> {
  const { rows } = await pool.query("SELECT name FROM pets");
  return rows;
}

it("gives every test file a database that no other sees", async () => {
  await using first = await createTestDatabase();
  await using second = await createTestDatabase();
  await first.pool.query("CREATE TABLE pets (name text)");
  await second.pool.query("CREATE TABLE pets (name text)");
  await first.pool.query("INSERT INTO pets VALUES ('Rex')");
  expect(await readNames(second.pool)).toEqual([]);
});

it("copies the migrated schema", async () => {
  await using database = await createTestDatabase();
  const { rows } = await database.pool.query("SELECT FROM pg_tables WHERE schemaname NOT LIKE 'pg\\_%'");
  expect(rows.length).toBeGreaterThan(1);
});

it("commits synchronously", async () => {
  await using database = await createTestDatabase();
  const { rows } = await database.pool.query("SHOW synchronous_commit");
  expect(rows).toEqual([{ synchronous_commit: "on" }]);
});

it("survives the loss of an idle connection", async () => {
  await using database = await createTestDatabase();
  await database.pool.query("SELECT 1");
  const killer = new Client({ connectionString: database.url });
  await killer.connect();
  await killer.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await killer.end();
  await waitFor(() => database.pool.totalCount === 0);
  await expect(database.pool.query("SELECT 1 AS one")).resolves.toMatchObject({ rows: [{ one: 1 }] });
});

it("drops a database that is still in use", async () => {
  const database = await createTestDatabase();
  const user = new Client({ connectionString: database.url });
  const lost = Promise.withResolvers<void>();
  user.on("error", () => lost.resolve());
  await user.connect();
  await database.drop();
  await lost.promise;
  await expect(new Client({ connectionString: database.url }).connect()).rejects.toThrow("does not exist");
});
