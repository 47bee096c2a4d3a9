import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

const role = `kyc_password_test_${crypto.randomUUID().slice(0, 8)}`;
const recovery = { timeoutMs: 10_000 };

let folder: string;
let file: string;
let harness: Harness;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kyc-gateway-password-"));
  file = join(folder, "password");
  await writeFile(file, "first\n");
  const { createTestDatabase } = await import("../support/test-database.ts");
  const database = await createTestDatabase();
  await database.pool.query(`create role ${role} superuser login password 'first'`);
  const reachDatabase = async (url: string): Promise<string> => {
    const other = new URL(url);
    [other.username, other.password] = [role, ""];
    return other.href;
  };
  harness = await startHarness({ database, reachDatabase, env: { DATABASE_PASSWORD_FILE: file } });
});
afterAll(async () => {
  const { pool } = harness.database;
  await endConnections();
  await harness.gateway.stop();
  await pool.query(`drop role if exists ${role}`);
  await harness[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const endConnections = () =>
  harness.database.pool.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [
    role,
  ]);

async function change(password: string): Promise<void> {
  await harness.database.pool.query(`alter role ${role} password '${password}'`);
}

/** Requests, jobs and the connection that listens. */
async function expectFullService(): Promise<void> {
  const { shop, identomat, provisioning } = harness;
  await waitFor(async () => (await shop.createSession()).status === 201, recovery);
  const { body } = await shop.createSession();
  identomat.control.act(await harness.findReference(body.id), { act: "approve" });
  await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED", recovery);
  const name = `after-${crypto.randomUUID().slice(0, 8)}`;
  await provisioning.saveFlow({
    tenant: "shop",
    name,
    targets: [{ connection: "shop-identomat", settings: {} }],
  });
  await waitFor(async () => (await shop.createSession({ flow: name })).status === 201, recovery);
}

describe("a database password in a file", () => {
  it("is followed when it changes, by pools, queue and listener, without a restart", async () => {
    await change("second");
    await writeFile(file, "second\n");
    await endConnections();
    await expectFullService();
  }, 60_000);

  it("may change in the database first: requests are told to come back until the file has it", async () => {
    await change("third");
    await endConnections();
    const refused = await waitFor(async () => {
      const answer = await harness.shop.createSession();
      return answer.status === 503 ? answer : undefined;
    });
    expect(readProblem(refused)).toMatchObject({ code: "database_unavailable", retryable: true });
    expect((await harness.shop.get("/readyz")).status).toBe(503);
    await writeFile(file, "third");
    await expectFullService();
  }, 60_000);

  it("may be away for a moment, and hold letters that a URL would have to escape", async () => {
    await rm(file);
    await change("f@urth:/ %#?");
    await endConnections();
    await waitFor(async () => (await harness.shop.createSession()).status === 503);
    await writeFile(file, "f@urth:/ %#?\r\n");
    await expectFullService();
  }, 60_000);
});
