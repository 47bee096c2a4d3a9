import { migrate } from "@kyc-gateway/gateway";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestGateway } from "../support/gateway-harness.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { waitFor } from "../support/wait-for.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** As if a migration had not run yet. What it made stays: it can be made again. */
async function forgetMigration(name: string, undo: string): Promise<void> {
  await database.pool.query("delete from migrations where name = $1", [name]);
  await database.pool.query(undo);
}

const urgentReads = "0035-urgent-reads";
const forgetUrgentReads = () => forgetMigration(urgentReads, "drop index sessions_next_urgent_read");

describe("a gateway", () => {
  it("does not start on a schema that is older than it needs, and says what to do", async () => {
    await forgetUrgentReads();
    await expect(startTestGateway({ databaseUrl: database.url })).rejects.toThrow(
      /lacks what this version needs: 0035-urgent-reads\. Run `kyc-gateway migrate`/,
    );
  });

  it("does not start on a database that was never migrated", async () => {
    await database.pool.query("drop table migrations");
    await expect(startTestGateway({ databaseUrl: database.url })).rejects.toThrow(/0001-initial/);
  });

  it("serves on a schema that is newer than it knows", async () => {
    await database.pool.query(
      "insert into migrations (name, executed_at) values ('9999-of-the-next-version', now())",
    );
    const gateway = await startTestGateway({ databaseUrl: database.url });
    await waitFor(async () => (await fetch(`${gateway.url}/readyz`)).status === 200);
    await gateway.stop();
  });

  it("that runs says so when its schema turns out to be older than it needs", async () => {
    const gateway = await startTestGateway({ databaseUrl: database.url });
    await forgetUrgentReads();
    const answer = await fetch(`${gateway.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ checks: { database: "ok", migrations: "failed" } });
    await gateway.stop();
  });
});

describe("a migration", () => {
  it("that waits for a lock lets others pass after a moment, and comes through when it can", async () => {
    await forgetUrgentReads();
    const holder = await database.pool.connect();
    await holder.query("begin");
    // What a long transaction of a product's request holds; the migration needs a stronger one.
    await holder.query("lock table sessions in row exclusive mode");
    const migrating = migrate(database.url);
    const isWaiting = async (): Promise<boolean> => {
      const { rows } = await database.pool.query(
        "select 1 from pg_locks where relation = 'sessions'::regclass and mode = 'ShareLock' and not granted",
      );
      return rows.length > 0;
    };
    await waitFor(isWaiting);
    // Whoever writes meanwhile waits behind the migration, until that gives way.
    const startedAt = performance.now();
    await database.pool.query("update sessions set seq = seq where false");
    expect(performance.now() - startedAt).toBeLessThan(3000);
    await holder.query("commit");
    holder.release();
    expect(await migrating).toEqual([urgentReads]);
  });
});
