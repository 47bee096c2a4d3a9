import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dropReplacedJobs } from "../../gateway/src/app/take-up-left-overs.store.ts";
import {
  forgetWorkers,
  recordSignOfLife,
  releaseAbandonedJobs,
} from "../../gateway/src/app/worker-life.store.ts";
import { companies, startHarness } from "../support/gateway-harness.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { waitFor } from "../support/wait-for.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  // The queue knows a task once a job of it was added.
  await database.pool.query(add);
  await database.pool.query(
    "truncate job_workers; delete from graphile_worker._private_jobs; delete from graphile_worker._private_job_queues",
  );
});

type Pool = TestDatabase["pool"];

const add = `select graphile_worker.add_job('refresh-session', '{}', job_key := 'refresh:1')`;

async function listJobs(): Promise<unknown[]> {
  const text = "select key, attempts, locked_by as by from graphile_worker.jobs order by id";
  return (await database.pool.query(text)).rows;
}

/** A job that a worker has taken `age` ago, in a queue of its own when asked for. */
async function addLockedJob(
  pool: Pool,
  { key, by, age, queue }: { key: string; by: string; age: string; queue?: string },
): Promise<void> {
  // In one statement: a gateway at work must not find it free.
  await pool.query(
    `insert into graphile_worker._private_jobs (task_id, payload, key, attempts, locked_at, locked_by)
     select id, '{}', $1, 1, now() - $2::interval, $3 from graphile_worker._private_tasks
     where identifier = 'refresh-session'`,
    [key, age, by],
  );
  if (queue !== undefined) await lockQueue(pool, { queue, by, age });
}

async function lockQueue(
  pool: Pool,
  { queue, by, age }: { queue: string; by: string; age: string },
): Promise<void> {
  await pool.query(
    `insert into graphile_worker._private_job_queues as q (queue_name, locked_at, locked_by)
     values ($1, now() - $2::interval, $3)
     on conflict (queue_name) do update set locked_at = excluded.locked_at, locked_by = excluded.locked_by`,
    [queue, age, by],
  );
}

async function listLocks(pool: Pool): Promise<Record<string, string | null>> {
  const { rows } = await pool.query<{ name: string; by: string | null }>(
    `select key as name, locked_by as by from graphile_worker._private_jobs where key is not null
     union all select queue_name, locked_by from graphile_worker._private_job_queues`,
  );
  return Object.fromEntries(rows.map(({ name, by }) => [name, by]));
}

it("a job that was asked for anew while a process had it leaves the queue when that process has died", async () => {
  const { pool } = database;
  await pool.query(add);
  await pool.query(
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker', attempts = 1",
  );
  await pool.query(add);
  await dropReplacedJobs(pool);
  expect(await listJobs()).toEqual([
    { key: null, attempts: 25, by: "worker" },
    { key: "refresh:1", attempts: 0, by: null },
  ]);
  await pool.query("select graphile_worker.force_unlock_workers(array['worker'])");
  await dropReplacedJobs(pool);
  expect(await listJobs()).toEqual([{ key: "refresh:1", attempts: 0, by: null }]);
});

describe("a lock of the job queue", () => {
  it.each(["3 minutes", "1 hour", "5 hours"])(
    "of a worker that lives is kept, although the job takes %s",
    async (age) => {
      const { pool } = database;
      await recordSignOfLife(pool, ["alive"]);
      await addLockedJob(pool, { key: "long", by: "alive", age, queue: "long-queue" });
      await releaseAbandonedJobs(pool);
      expect(await listLocks(pool)).toEqual({ long: "alive", "long-queue": "alive" });
    },
  );

  it("of a worker that nobody ever heard of is released, the job's and the queue's", async () => {
    const { pool } = database;
    await addLockedJob(pool, { key: "lost", by: "unheard", age: "2 minutes", queue: "lost-queue" });
    await releaseAbandonedJobs(pool);
    expect(await listLocks(pool)).toEqual({ lost: null, "lost-queue": null });
  });

  it("of a worker that fell silent is released, and what a living one holds beside it is kept", async () => {
    const { pool } = database;
    await recordSignOfLife(pool, ["alive", "silent"]);
    await pool.query("update job_workers set seen_at = now() - interval '1 minute' where id = 'silent'");
    await addLockedJob(pool, { key: "one", by: "silent", age: "1 minute" });
    await addLockedJob(pool, { key: "two", by: "alive", age: "1 minute" });
    await releaseAbandonedJobs(pool);
    expect(await listLocks(pool)).toEqual({ one: null, two: "alive" });
  });

  it("on a queue alone, without any job, is released when its worker is gone", async () => {
    const { pool } = database;
    await lockQueue(pool, { queue: "match-deliveries", by: "unheard", age: "1 minute" });
    await releaseAbandonedJobs(pool);
    expect(await listLocks(pool)).toEqual({ "match-deliveries": null });
  });

  it("that was just taken is kept, although its worker has not been heard of yet", async () => {
    const { pool } = database;
    await addLockedJob(pool, { key: "new", by: "newcomer", age: "1 second", queue: "new-queue" });
    await releaseAbandonedJobs(pool);
    expect(await listLocks(pool)).toEqual({ new: "newcomer", "new-queue": "newcomer" });
  });

  it("of a worker that said goodbye is released like that of any other that is gone", async () => {
    const { pool } = database;
    await recordSignOfLife(pool, ["leaving"]);
    await addLockedJob(pool, { key: "kept", by: "leaving", age: "2 minutes" });
    await forgetWorkers(pool, ["leaving"]);
    await releaseAbandonedJobs(pool);
    expect(await listLocks(pool)).toEqual({ kept: null });
  });
});

describe("a gateway at work", () => {
  it("matches on after a worker was killed that held the queue, and leaves its own long job alone", async () => {
    await using harness = await startHarness();
    const { pool } = harness.database;
    const own = await waitFor(async () => {
      const { rows } = await pool.query<{ id: string }>("select id from job_workers");
      return rows[0]?.id;
    });
    await pool.query(add);
    await addLockedJob(pool, { key: "long", by: own, age: "10 minutes" });
    await lockQueue(pool, { queue: "match-deliveries", by: "pool-killed", age: "10 minutes" });
    const { body: session } = await harness.shop.createSession();
    const reference = await harness.findReference(session.id);
    const body = { callbackApiKey: companies.shop.callbackApiKey, type: "update", sessionId: reference };
    const { status } = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", { body });
    expect(status).toBe(200);
    await waitFor(
      async () => {
        const { rows } = await pool.query("select from deliveries where state = 'applied'");
        return rows.length === 1 && (await listLocks(pool))["match-deliveries"] === null;
      },
      { timeoutMs: 50_000 },
    );
    expect(await listLocks(pool)).toMatchObject({ long: own });
  }, 60_000);
});
