import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { migrate } from "@kyc-gateway/gateway";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { explainFailure } from "../../gateway/src/app/commands/explain-failure.ts";
import { startHarness, startTestGateway } from "../support/gateway-harness.ts";
import { expectRefusals, listProblems, runToEnd, type Refusal } from "../support/refusals.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

vi.setConfig({ testTimeout: 90_000 });

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

/** A start in this process refuses, and `doctor` finds the very same. */
async function expectSameWords({ databaseUrl, env = {}, words }: Refusal): Promise<void> {
  const refusal = await startTestGateway({ databaseUrl, env }).then(
    () => "it started",
    (error: unknown) => explainFailure(error).message,
  );
  expect(refusal).toContain(words);
  const problems = await listProblems(databaseUrl, env);
  for (const problem of problems) expect(refusal).toContain(problem);
  expect(problems).toHaveLength(1);
}

function urlOf(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

describe("start, doctor and migrate refuse in the same words", () => {
  it("a database user that may not become the tenants' role", async () => {
    const { serverUrl, template } = inject("databaseSource");
    const name = `${template}_refused`;
    const server = new Client({ connectionString: serverUrl });
    await server.connect();
    await server.query(`create role ${name} login password 'poor'`);
    await server.query(`create database ${name} owner ${name}`);
    const url = new URL(serverUrl);
    [url.pathname, url.username, url.password] = [name, name, "poor"];
    await migrate(url.href);
    try {
      await expectRefusals(["migrate", "doctor", "start"], {
        databaseUrl: url.href,
        words: `Have an administrator run: GRANT kyc_tenant TO "${name}";`,
      });
    } finally {
      await server.query(`drop database ${name} with (force)`);
      await server.query(`drop role ${name}`);
      await server.end();
    }
  });

  it("a database that is not there", async () => {
    await expectRefusals(["migrate", "doctor", "start", "tenant list"], {
      databaseUrl: urlOf((url) => (url.pathname = "nowhere")),
      words: `PostgreSQL answers, and has no database "nowhere".`,
    });
  });

  it.each([
    [
      "a user that PostgreSQL does not let in",
      () => urlOf((url) => (url.password = "wrong")),
      "and refuses the user",
    ],
    [
      "an address that is no URL",
      () => "postgres://user:pa%ss@[:x/db",
      "is no URL. Give it as postgres://user:password@host",
    ],
  ])("%s", async (_name, findUrl, words) => {
    const databaseUrl = findUrl();
    await expectSameWords({ databaseUrl, words });
    await expect(migrate(databaseUrl)).rejects.toThrow(words);
  });
});

describe("what was restored without its keys is refused before anything is changed", () => {
  it.each([
    [
      "the schema",
      "drop schema kyc_keys cascade",
      "their keys are missing (kyc_keys.masters, kyc_keys.data_keys",
    ],
    ["one of its tables", "drop table kyc_keys.rotations", "their keys are missing (kyc_keys.rotations)"],
  ])("%s", async (_name, loss, words) => {
    await using restored = await createTestDatabase();
    await restored.pool.query(loss);
    await expectSameWords({ databaseUrl: restored.url, words });
    await expect(migrate(restored.url)).rejects.toThrow(words);
  });

  it("the rows of it", async () => {
    await using harness = await startHarness();
    expect((await harness.shop.createSession()).status).toBe(201);
    await harness.database.pool.query(
      "truncate kyc_keys.masters, kyc_keys.data_keys, kyc_keys.applicant_keys",
    );
    const words = "the tables of the schema kyc_keys are empty";
    await expectSameWords({ databaseUrl: harness.database.url, words });
    await expect(migrate(harness.database.url)).rejects.toThrow(words);
  });
});

describe("start and doctor refuse in the same words", () => {
  it("a master key that is not the database's", async () => {
    await using other = await createTestDatabase();
    const gateway = await startTestGateway({ databaseUrl: other.url });
    await gateway.services.vault.keys.load();
    await gateway.stop();
    await expectSameWords({
      databaseUrl: other.url,
      env: { KYC_MASTER_KEY: Buffer.alloc(32, 8).toString("base64") },
      words: "and the database's keys are wrapped by",
    });
  });

  it("a schema that was never migrated", async () => {
    await using bare = await createTestDatabase();
    await bare.pool.query("drop table migrations");
    await expectSameWords({
      databaseUrl: bare.url,
      words: "Run `kyc-gateway migrate` of this version",
    });
  });

  it.each(["PORT", "KYC_OPERATIONS_PORT"])("a port that another program has: %s", async (name) => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    await expectSameWords({
      databaseUrl: database.url,
      env: { [name]: String(port) },
      words: `127.0.0.1:${port} is taken by another program.`,
    });
    taken.close();
  });

  it("a host that is not this machine", async () => {
    await expectSameWords({
      databaseUrl: database.url,
      env: { HOST: "192.0.2.1", PORT: "4999" },
      words: "192.0.2.1:4999 cannot be listened on (EADDRNOTAVAIL)",
    });
  });

  it("every issue at once: a missing master key, the gateway's own variables, and Kvary's", async () => {
    const env = { KYC_MASTER_KEY: "", PORT: "abc", LOG_LEVEL: "loud", IDENTOMAT_COMPANY_KEY: "key" };
    for (const outcome of await Promise.all([
      runToEnd("doctor", database.url, env),
      runToEnd("start", database.url, env),
    ])) {
      expect(outcome.code).toBeGreaterThan(0);
      for (const word of ["KYC_MASTER_KEY (or KYC_MASTER_KEY_FILE) is missing", "PORT", "LOG_LEVEL", "JWT_"])
        expect(outcome.output).toContain(word);
    }
  });
});

describe("a schema of its own behind a proxy's direct address", () => {
  it.each(["start", "doctor", "migrate"])("is refused with what to do instead: %s", async (command) => {
    await expectRefusals([command], {
      databaseUrl: database.url,
      env: { KYC_DATABASE_SCHEMA: "kyc", DATABASE_DIRECT_URL: database.url },
      words:
        "Remove KYC_DATABASE_SCHEMA, and give the database user the schema instead: ALTER ROLE <user> SET search_path = <schema>;",
    });
  });
});
