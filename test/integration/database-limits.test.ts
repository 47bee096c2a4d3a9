import { describe, expect, it } from "vitest";
import { runForRequests } from "../../gateway/src/platform/database/sql/work-scope.ts";
import { readProblem } from "../support/api-client.ts";
import {
  companies,
  describeEnvironment,
  startHarness,
  startTestGateway,
} from "../support/gateway-harness.ts";
import { spawnNode } from "../support/spawn-node.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

const startWithRole = (databaseUrl: string) =>
  startTestGateway({ databaseUrl, env: { DATABASE_LIMITS: "role" } });
const setOnRole = async ({ url, pool }: TestDatabase, ...settings: readonly string[]) => {
  const name = new URL(url).pathname.slice(1);
  for (const setting of settings)
    await pool.query(`alter role current_user in database "${name}" set ${setting}`);
};
const timeOuts = ["statement_timeout = 2000", "lock_timeout = 1000"];
const idle = "idle_in_transaction_session_timeout = 2000";

describe("what an administrator has to set on the role", () => {
  it.each([
    [
      "everything is missing",
      [],
      ["idle_in_transaction_session_timeout", "jit", "lock_timeout", "statement_timeout"],
    ],
    ["just-in-time compilation is on", [...timeOuts, idle], ["jit"]],
    ["a transaction may stay open", [...timeOuts, "jit = off"], ["idle_in_transaction_session_timeout"]],
    [
      "a statement may take too long",
      [...timeOuts, idle, "jit = off", "statement_timeout = 60000"],
      ["statement_timeout"],
    ],
  ])("is named by start, and is all that is needed: %s", async (_what, settings, missing) => {
    await using database = await createTestDatabase();
    await setOnRole(database, ...settings);
    const refusal = await startWithRole(database.url).then(
      () => "",
      (error: unknown) => (error as Error).message,
    );
    const orders = [...refusal.matchAll(/ALTER ROLE "[^"]+" SET (\w+) = (\w+);/g)];
    expect(orders.map(([, name]) => name)).toEqual(missing);
    await setOnRole(database, ...orders.map(([, name, value]) => `${name} = ${value}`));
    const gateway = await startWithRole(database.url);
    await gateway.stop();
  });

  it("is named by doctor", async () => {
    await using database = await createTestDatabase();
    await setOnRole(database, ...timeOuts, idle);
    const doctor = spawnNode({
      script: `${import.meta.dirname}/../../gateway/src/cli/main.ts`,
      args: ["doctor"],
      cwd: `${import.meta.dirname}/..`,
      env: { ...describeEnvironment({ databaseUrl: database.url }), DATABASE_LIMITS: "role" },
    });
    expect((await doctor.waitForExit()).code).toBe(1);
    expect(doctor.output).toMatch(/jit is on\. Have an administrator run: ALTER ROLE ".+" SET jit = off;/);
  });
});

it.each([
  ["by itself", ""],
  ["beside options that the address has", "?options=-c%20work_mem%3D5MB"],
])("no connection has its statements compiled just in time, %s", async (_what, query) => {
  await using harness = await startHarness({ reachDatabase: async (url) => `${url}${query}` });
  const pools = Object.entries(harness.gateway.services.database.listPools());
  expect(pools.map(([name]) => name).sort()).toEqual(["ingest", "jobs", "monitor", "requests"]);
  for (const [name, pool] of pools) {
    const { rows } = await pool.query<{ jit: string; memory: string }>(
      "select current_setting('jit') as jit, current_setting('work_mem') as memory",
    );
    expect([name, rows]).toEqual([name, [{ jit: "off", memory: query === "" ? "4MB" : "5MB" }]]);
  }
});

it("requests that find their pool used up are told to come back, and webhooks are taken all the same", async () => {
  await using harness = await startHarness({
    env: { DATABASE_POOL_SIZE: "2", KYC_REQUEST_DEADLINE_MS: "2000" },
  });
  const { pool } = harness.gateway.services.database;
  const sleeps = Array.from({ length: 8 }, () =>
    runForRequests(() => pool.query("select pg_sleep(5)")).catch(() => undefined),
  );
  const refused = await harness.shop.createSession();
  expect(readProblem(refused)).toMatchObject({ status: 503, code: "database_unavailable" });
  expect(refused.headers["retry-after"]).toBe("1");
  const { callbackApiKey } = companies.shop;
  const body = { callbackApiKey, type: "update", sessionId: "0".repeat(40) };
  const taken = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", { body });
  expect(taken.status).toBe(200);
  await Promise.all(sleeps);
  expect((await harness.shop.createSession()).status).toBe(201);
});
