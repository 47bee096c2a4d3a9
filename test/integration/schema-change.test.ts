import { migrate } from "@kyc-gateway/gateway";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Migration0001Initial } from "../../gateway/src/platform/database/migrations/0001-initial.migration.ts";
import { migrations } from "../../gateway/src/platform/database/migrations/index.ts";
import { startTestGateway } from "../support/gateway-harness.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { waitFor } from "../support/wait-for.ts";
import { startStopwatch } from "../support/stopwatch.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** What a later version adds. */
class PlantedMigration extends Migration0001Initial {
  override up(): void {
    this.addSql(
      "alter table sessions add column planted text; create index sessions_planted on sessions (flow)",
    );
  }
}
const planted = { name: "9000-planted", load: async () => PlantedMigration };

/** As if this process were of a version with one migration more than the one that migrated the database. */
function plantMigration(): void {
  migrations.push(planted);
}
afterEach(() => {
  if (migrations.at(-1) === planted) migrations.pop();
});

describe("a gateway", () => {
  it("does not start on a schema that is older than it needs, and says what to do", async () => {
    plantMigration();
    await expect(startTestGateway({ databaseUrl: database.url })).rejects.toThrow(
      /lacks what this version needs: 9000-planted\. Run `kyc-gateway migrate`/,
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
    plantMigration();
    const answer = await fetch(`${gateway.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ checks: { database: "ok", migrations: "failed" } });
    await gateway.stop();
  });
});

describe("a migration", () => {
  it("that waits for a lock lets others pass after a moment, and comes through when it can", async () => {
    plantMigration();
    const holder = await database.pool.connect();
    await holder.query("begin");
    // What a long transaction of a product's request holds; the migration needs a stronger one.
    await holder.query("lock table sessions in row exclusive mode");
    const migrating = migrate(database.url);
    const isWaiting = async (): Promise<boolean> => {
      const { rows } = await database.pool.query(
        "select 1 from pg_locks where relation = 'sessions'::regclass and mode = 'AccessExclusiveLock' and not granted",
      );
      return rows.length > 0;
    };
    await waitFor(isWaiting);
    // Whoever writes meanwhile waits behind the migration, until that gives way.
    const watch = startStopwatch();
    await database.pool.query("update sessions set seq = seq where false");
    expect(watch.stopMs()).toBeLessThan(3000);
    await holder.query("commit");
    holder.release();
    expect(await migrating).toEqual([planted.name]);
  });
});
