import {
  applyFile,
  createLocalMasterKeys,
  createServices,
  loadAdapters,
  parseConfig,
} from "@kyc-gateway/gateway";
import { describe, expect, it } from "vitest";
import { adapterPackages, describeEnvironment } from "../support/gateway-harness.ts";
import { captureLog } from "../support/log-capture.ts";
import { createTestDatabase } from "../support/test-database.ts";

/** 32 characters: long enough for every secret of a configuration. */
const secret = "a".repeat(32);

const withTenants = (...names: string[]) =>
  JSON.stringify({
    connections: [
      {
        name: "shared",
        adapter: "identomat",
        settings: { companyKey: { $env: "KEY" }, callbackApiKeys: [{ $env: "KEY" }] },
      },
    ],
    tenants: names.map((name) => ({ name, eventEndpoints: [{ url: `https://${name}.example/events` }] })),
  });

const importAdapter = (name: string) => import(name) as Promise<{ default?: unknown }>;

/** A database that has its tables and nothing in them, as a first `apply` meets it. */
async function openEmpty() {
  const database = await createTestDatabase();
  const config = parseConfig(describeEnvironment({ databaseUrl: database.url }), process.cwd());
  const services = await createServices({
    config,
    log: captureLog().log,
    adapters: await loadAdapters(adapterPackages, importAdapter),
    databaseUrl: database.url,
    masterKeys: createLocalMasterKeys(Buffer.alloc(32, 7), []),
  });
  const apply = (text: string) =>
    applyFile(services, {
      file: "gateway.yaml",
      text,
      source: { readVariable: () => secret, readFile: () => secret },
      actor: { operator: "ops", requestId: "test" },
      isDryRun: false,
      isPruning: false,
    });
  return {
    services,
    apply,
    async [Symbol.asyncDispose]() {
      await services.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
type Empty = Awaited<ReturnType<typeof openEmpty>>;

/** Loads keys again and again, as notices of changes do, until what is asked for has ended. */
async function whileKeysAreLoaded<T>({ services }: Empty, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const [result] = await Promise.all([
    work.finally(() => over.abort()),
    (async () => {
      while (!over.signal.aborted) await services.vault.keys.load();
    })(),
  ]);
  return result;
}

describe("a first configuration", () => {
  it.each([
    ["one tenant with an endpoint beside a shared connection", withTenants("shop")],
    ["two tenants with endpoints", withTenants("shop", "bank")],
  ])("is taken while this process loads its keys anew: %s", async (_name, text) => {
    await using gateway = await openEmpty();
    await whileKeysAreLoaded(gateway, gateway.apply(text));
    expect(await gateway.apply(text)).toEqual([]);
  });

  it("that was undone leaves no key behind, and can be made again", async () => {
    await using gateway = await openEmpty();
    const { services } = gateway;
    await services.database.pool.query(
      "alter table event_endpoints add constraint no_endpoint check (url not like '%undone%') not valid",
    );
    await expect(gateway.apply(withTenants("undone"))).rejects.toThrow(/no_endpoint/);
    await services.vault.keys.load();
    const { rows } = await services.database.pool.query(
      "select count(*)::int as n from kyc_keys.data_keys where tenant_id is not null",
    );
    expect(rows).toEqual([{ n: 0 }]);
    await services.database.pool.query("alter table event_endpoints drop constraint no_endpoint");
    expect(await gateway.apply(withTenants("undone"))).not.toHaveLength(0);
  });
});
