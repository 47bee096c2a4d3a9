import { expect, it } from "vitest";
import { runForRequests } from "../../gateway/src/platform/database/sql/work-scope.ts";
import { readProblem } from "../support/api-client.ts";
import { companies, startHarness, startTestGateway } from "../support/gateway-harness.ts";
import { createTestDatabase } from "../support/test-database.ts";

it("a role without time-outs keeps the gateway from starting, which says what to run", async () => {
  await using database = await createTestDatabase();
  const start = startTestGateway({ databaseUrl: database.url, env: { DATABASE_LIMITS: "role" } });
  await expect(start).rejects.toThrow(/statement_timeout is off.*ALTER ROLE ".+" SET lock_timeout = 2000;/);
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
