import { afterAll, beforeAll, expect, it } from "vitest";
import { dropReplacedJobs } from "../../gateway/src/app/jobs/take-up-left-overs.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const add = `select graphile_worker.add_job('refresh-session', '{}', job_key := 'refresh:1')`;

async function listJobs(): Promise<unknown[]> {
  const text = "select key, attempts, locked_by as by from graphile_worker.jobs order by id";
  return (await database.pool.query(text)).rows;
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
