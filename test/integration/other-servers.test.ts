import { createLocalMasterKeys, migrate } from "@kyc-gateway/gateway";
import type { Erasure } from "@kyc-gateway/http-api";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { checkMaster } from "../../gateway/src/platform/encryption/check-master.ts";
import {
  describeEnvironment,
  startHarness,
  startTestGateway,
  type Harness,
} from "../support/gateway-harness.ts";
import { startOldestServer } from "../support/oldest-server.ts";
import { startPoolingProxy, type PoolingProxy } from "../support/pooling-proxy.ts";
import { spawnNode } from "../support/spawn-node.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { waitFor } from "../support/wait-for.ts";

vi.setConfig({ testTimeout: 60_000 });

async function query<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

describe("PostgreSQL 14", () => {
  it("is migrated, and keeps one current key for a purpose, the system's own included", async () => {
    const server = await startOldestServer();
    try {
      expect(await migrate(server.url)).toEqual(["0001-initial"]);
      expect(await migrate(server.url)).toEqual([]);
      const masters = createLocalMasterKeys(Buffer.alloc(32, 7));
      const client = new Client({ connectionString: server.url });
      await client.connect();
      const masterId = await checkMaster(client, masters);
      const add = () =>
        client.query(
          `insert into kyc_keys.data_keys (id, tenant_id, purpose, master_id, wrapped_key)
           values (gen_random_uuid(), null, 'seal', $1, '\\x00') on conflict do nothing`,
          [masterId],
        );
      expect([(await add()).rowCount, (await add()).rowCount]).toEqual([1, 0]);
      await client.end();
    } finally {
      await server.stop();
    }
  });
});

describe("behind a pooling proxy in transaction mode", () => {
  let proxy: PoolingProxy;
  let harness: Harness;
  beforeAll(async () => {
    proxy = await startPoolingProxy(inject("databaseSource").serverUrl);
    const env: Record<string, string> = { DATABASE_LIMITS: "role" };
    harness = await startHarness({
      env,
      reachDatabase: async (url) => {
        env["DATABASE_DIRECT_URL"] = url;
        // What the proxy does not let a connection ask for, the role has.
        const name = new URL(url).pathname.slice(1);
        for (const limit of [
          "statement_timeout = '2s'",
          "lock_timeout = '1s'",
          "idle_in_transaction_session_timeout = '2s'",
          "jit = off",
        ])
          await query(url, `alter role current_user in database "${name}" set ${limit}`);
        return proxy.reach(url);
      },
    });
  });
  afterAll(async () => {
    await harness[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
  });

  it("two products at once see their own sessions alone, and each becomes what its provider says", async () => {
    const { shop, bank, identomat } = harness;
    const create = (client: typeof shop) =>
      Promise.all(Array.from({ length: 20 }, async () => (await client.createSession()).body.id));
    const [shops, banks] = await Promise.all([create(shop), create(bank)]);
    for (const id of [...shops, ...banks])
      identomat.control.act(await harness.findReference(id), { act: "approve" });
    for (const [client, ids] of [
      [shop, shops],
      [bank, banks],
    ] as const) {
      await waitFor(
        async () => {
          const states = await Promise.all(ids.map(async (id) => (await client.readSession(id)).status));
          return states.every((status) => status === "APPROVED");
        },
        { timeoutMs: 30_000 },
      );
    }
    const foreign = await Promise.all([
      ...banks.map((id) => shop.get(`/v1/sessions/${id}`)),
      ...shops.map((id) => bank.get(`/v1/sessions/${id}`)),
    ]);
    expect(new Set(foreign.map(({ status }) => status))).toEqual(new Set([404]));
  });

  it("a webhook is stored and applied, and the person is erased here and at the provider", async () => {
    const { shop, identomat, database } = harness;
    const { body } = await shop.createSession({ applicant: { id: "behind-the-proxy" } });
    identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED", {
      timeoutMs: 30_000,
    });
    const stored = "select state from deliveries where session_id = $1 and state = 'applied'";
    await waitFor(async () => (await database.pool.query(stored, [body.id])).rowCount, { timeoutMs: 30_000 });
    const answer = await shop.request("DELETE", "/v1/applicants/behind-the-proxy");
    expect(answer.status).toBe(202);
    const path = String(answer.headers["location"]);
    const read = async () => (await shop.get<Erasure>(path)).body;
    await waitFor(async () => (await read()).receipt !== null, { timeoutMs: 30_000 });
    expect((await read()).sessions).toMatchObject([{ id: body.id, atProvider: "confirmed" }]);
    expect((await shop.readSession(body.id)).erasure).toBe("done");
  });

  it("no role and no tenant of one transaction is left to the next", async () => {
    const { shop, database } = harness;
    const load = Promise.all(Array.from({ length: 40 }, () => shop.get("/v1/sessions?limit=1")));
    const seen = await Promise.all(
      Array.from({ length: 20 }, () =>
        query<{ user: string; owner: string; tenants: string | null }>(
          proxy.reach(database.url),
          `select current_user as user, session_user as owner, current_setting('kyc.tenants', true) as tenants`,
        ),
      ),
    );
    await load;
    for (const [row] of seen) {
      expect(row?.user).toBe(row?.owner);
      expect(row?.tenants ?? "").toBe("");
    }
  });
});

describe("a pooling proxy without a way past it is named first", () => {
  const words = "through a pooling proxy such as PgBouncer";
  let proxy: PoolingProxy;
  beforeAll(async () => {
    proxy = await startPoolingProxy(inject("databaseSource").serverUrl);
  });
  afterAll(() => proxy[Symbol.asyncDispose]());

  it("by start and by migrate, which leaves an empty database empty", async () => {
    await using database = await createTestDatabase();
    const url = proxy.reach(database.url);
    await expect(startTestGateway({ databaseUrl: url })).rejects.toThrow(words);
    await database.pool.query(
      "drop schema public cascade; drop schema kyc_keys cascade; drop schema graphile_worker cascade; create schema public",
    );
    await expect(migrate(url)).rejects.toThrow(words);
    const tables = await query(
      database.url,
      "select from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in ('public', 'graphile_worker')",
    );
    expect(tables).toEqual([]);
  });

  it("by start when the way past it leads through the proxy too", async () => {
    await using database = await createTestDatabase();
    const env = { DATABASE_DIRECT_URL: proxy.reach(database.url) };
    await expect(startTestGateway({ databaseUrl: database.url, env })).rejects.toThrow(words);
  });

  it("by doctor, before everything else of the database", async () => {
    await using database = await createTestDatabase();
    const doctor = spawnNode({
      script: `${import.meta.dirname}/../../gateway/src/cli/main.ts`,
      args: ["doctor"],
      cwd: `${import.meta.dirname}/..`,
      env: describeEnvironment({ databaseUrl: proxy.reach(database.url) }),
    });
    expect((await doctor.waitForExit()).code).toBe(1);
    expect(doctor.output.split("\n").filter((line) => line.startsWith("FAIL"))).toHaveLength(1);
    expect(doctor.output).toContain(words);
  });
});
