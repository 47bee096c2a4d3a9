import { appendFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "../../gateway/src/platform/database/migrate.ts";
import { createApiClient, type ApiClient } from "../support/api-client.ts";
import { startServerForClientPrograms } from "../support/client-programs.ts";
import type { DatabaseServer } from "../support/database-server.ts";
import { openExampleShell, type ExampleShell, type ShellRun } from "../support/examples/example-shell.ts";
import {
  describeEnvironment,
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { openTestDatabase } from "../support/open-test-database.ts";
import { createTemplate } from "../support/template-database.ts";
import { waitFor } from "../support/wait-for.ts";

const root = join(import.meta.dirname, "../..");
const scripts = join(root, "deploy/backup");
const otherKey = Buffer.alloc(32, 9).toString("base64");

let server: DatabaseServer;
let harness: Harness;
let shell: ExampleShell;
let sessionId: string;
let backup: string;
let keys: string;
beforeAll(async () => {
  server = await startServerForClientPrograms();
  harness = await startHarness({
    database: await openTestDatabase(await createTemplate(server.url, migrate)),
  });
  shell = await openExampleShell();
  const { body } = await harness.shop.createSession();
  sessionId = body.id;
  harness.identomat.control.act(await harness.findReference(sessionId), { act: "approve" });
  await waitFor(async () => (await harness.shop.readSession(sessionId)).status === "APPROVED");
  const folders = [join(shell.folder, "backups"), join(shell.folder, "keys")];
  const done = await run("back-up.sh", folders, harness.database);
  if (done.code !== 0) throw new Error(done.errors);
  backup = join(shell.folder, "backups", (await readdir(join(shell.folder, "backups")))[0] ?? "");
  keys = join(shell.folder, "keys", (await readdir(join(shell.folder, "keys")))[0] ?? "");
}, 120_000);
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await shell[Symbol.asyncDispose]();
  await server.stop();
});

interface Target {
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
}

function run(
  script: "back-up.sh" | "restore.sh",
  args: readonly string[],
  { url: databaseUrl, env }: Target,
): Promise<ShellRun> {
  const own = { KYC_ADAPTERS_FROM: join(root, "test"), ...env };
  return shell.run("bash", [join(scripts, script), ...args], describeEnvironment({ databaseUrl, env: own }));
}

/** An empty database beside the one that was backed up. */
async function createEmpty(name: string): Promise<string> {
  await harness.database.pool.query(`create database ${name}`);
  return Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
}

/** A gateway on a restored database, asked by the product with the key that it had before. */
async function askRestored(databaseUrl: string, ask: (shop: ApiClient) => Promise<void>): Promise<void> {
  const gateway = await startTestGateway({ databaseUrl, env: { KYC_ROLES: "api" } });
  const shop = createApiClient(gateway.url, harness.key);
  try {
    await waitUntilServing(shop);
    await ask(shop);
  } finally {
    await shop.close();
    await gateway.stop();
  }
}

const countTables = async (databaseUrl: string): Promise<number> => {
  const { output } = await shell.run("psql", [
    databaseUrl,
    "-Atc",
    "select count(*) from pg_tables where schemaname = 'public'",
  ]);
  return Number(output);
};

describe("a backup", () => {
  it("is the database without people's keys, these apart, the end of the audit log and the configuration", async () => {
    expect((await readdir(backup)).sort()).toEqual([
      "SHA256SUMS",
      "audit-head",
      "gateway.yaml",
      "kyc.dump",
      "version",
    ]);
    expect((await readdir(keys)).sort()).toEqual(["SHA256SUMS", "kyc-keys.dump"]);
    const { output } = await shell.run("pg_restore", ["--list", join(backup, "kyc.dump")]);
    expect(output).toContain("TABLE DATA public sessions");
    expect(output).not.toContain("kyc_keys");
  });

  it("restored into an empty database, serves the same session, with what was verified, and the same keys", async () => {
    const url = await createEmpty("restored");
    const done = await run("restore.sh", [backup, keys], { url });
    expect([done.code, done.errors.includes("ERROR")]).toEqual([0, false]);
    expect(done.output).toContain("none changed, removed or inserted");
    const [before, result] = [
      await harness.shop.readSession(sessionId),
      await harness.shop.get(`/v1/sessions/${sessionId}/result`),
    ];
    await askRestored(url, async (shop) => {
      expect(await shop.readSession(sessionId)).toEqual(before);
      expect((await shop.get(`/v1/sessions/${sessionId}/result`)).body).toEqual(result.body);
      expect((await shop.createSession()).status).toBe(201);
    });
  });

  it("with another master key is refused, and the key that it wants is named", async () => {
    const url = await createEmpty("wrong_key");
    const done = await run("restore.sh", [backup, keys], { url, env: { KYC_MASTER_KEY: otherKey } });
    expect(done.code).not.toBe(0);
    expect(done.errors).toMatch(
      /KYC_MASTER_KEY is \S+, and the database's keys are wrapped by \S+\. Give that key/,
    );
    await expect(
      startTestGateway({ databaseUrl: url, env: { KYC_MASTER_KEY: otherKey, KYC_ROLES: "api" } }),
    ).rejects.toThrow(/KYC_MASTER_KEY is \S+, and the database's keys are wrapped by/);
  });

  it("without people's keys can be read with SQL, and serves nobody", async () => {
    const url = await createEmpty("without_keys");
    const done = await run("restore.sh", [backup, "none"], { url });
    expect([done.code, done.errors]).toEqual([0, ""]);
    expect(done.output).toContain("A gateway refuses to start on it.");
    const query = `select status from sessions where id = '${sessionId}'`;
    expect((await shell.run("psql", [url, "-Atc", query])).output).toBe("APPROVED\n");
    await expect(startTestGateway({ databaseUrl: url, env: { KYC_ROLES: "api" } })).rejects.toThrow(
      /their keys are missing/,
    );
  });
});

describe("a restore is refused in one line, with nothing changed,", () => {
  it("into a database that is not empty", async () => {
    const before = await countTables(harness.database.url);
    const done = await run("restore.sh", [backup, keys], harness.database);
    expect(done).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^The database is not empty \(\d+ tables\).*\n$/),
    });
    expect(await countTables(harness.database.url)).toBe(before);
  });

  it.each([
    ["of no backup", () => ["nowhere", keys], /There is no backup at nowhere/],
    [
      "without the folder of people's keys",
      () => [backup, "nowhere"],
      /People's keys are not at nowhere.*or none/,
    ],
    ["of nothing", () => [], /Say what is to be restored/],
  ])("%s", async (_what, args, message) => {
    const url = await createEmpty(`refused_${Math.random().toString(36).slice(2)}`);
    const done = await run("restore.sh", args(), { url });
    expect(done.code).not.toBe(0);
    expect(done.errors).toMatch(message);
    expect(await countTables(url)).toBe(0);
  });

  it("of a dump that is not as it was written", async () => {
    const url = await createEmpty("damaged");
    const copy = join(shell.folder, "damaged");
    await shell.run("cp", ["-r", backup, copy]);
    await appendFile(join(copy, "kyc.dump"), "x");
    const done = await run("restore.sh", [copy, keys], { url });
    expect(done.code).not.toBe(0);
    expect(done.errors).toMatch(/is damaged: a file is not as it was written/);
    expect(await countTables(url)).toBe(0);
  });
});

describe("a backup that cannot be made", () => {
  it("leaves nothing that looks like one", async () => {
    const folder = join(shell.folder, "failed");
    const nowhere = "postgres://postgres@127.0.0.1:1/none";
    expect((await run("back-up.sh", [folder], { url: nowhere })).code).not.toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });
});
