import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "../../gateway/src/platform/database/migrate.ts";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { openTestDatabase } from "../support/open-test-database.ts";
import { countStatements, type StatementCounter } from "../support/count-statements.ts";
import { createTemplate } from "../support/template-database.ts";
import { waitFor } from "../support/wait-for.ts";
import { startThrowAwayServer, type ThrowAwayServer } from "../support/throw-away-server.ts";

// A server of its own, because its log is measured; no worker, because the tests take its steps one by one.
let server: ThrowAwayServer;
let counter: StatementCounter;
let harness: Harness;
beforeAll(async () => {
  server = await startThrowAwayServer();
  await runOnServer("alter system set autovacuum = off");
  await runOnServer("select pg_reload_conf()");
  const database = await openTestDatabase(await createTemplate(server.url, migrate));
  counter = countStatements(new URL(database.url).pathname.slice(1));
  harness = await startHarness({ database, env: { KYC_ROLES: "api" } });
}, 120_000);
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  counter.stop();
  await server.stop();
});

async function runOnServer(text: string): Promise<void> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

interface Cost {
  /** Messages with statements about deliveries, and commits. */
  readonly statements: readonly string[];
  /** Transactions that wrote; now and then another one of what runs beside, such as the note of a key's use. */
  readonly transactions: number;
  readonly walBytes: number;
}

/** By the numbers of PostgreSQL's transactions and the position in its log, which are exact at any moment. */
async function readServer(): Promise<Omit<Cost, "statements">> {
  const { rows } = await harness.database.pool.query<{ transactions: number; walBytes: number }>(
    `select pg_snapshot_xmax(pg_current_snapshot())::text::float8 as transactions,
       pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as "walBytes"`,
  );
  return rows[0] ?? { transactions: Number.NaN, walBytes: Number.NaN };
}

/** Until then those who apply deliveries are being called, and events are being numbered: each for many at once. */
async function waitUntilQuiet(): Promise<void> {
  await harness.gateway.services.inbox.drain();
  await waitFor(async () => {
    const { rows } = await harness.database.pool.query("select 1 from outbox where number is null");
    return rows.length === 0;
  });
}

async function measure(work: () => Promise<unknown>): Promise<Cost> {
  await waitUntilQuiet();
  const before = await readServer();
  counter.reset();
  await work();
  const statements = counter
    .list()
    .filter((text) => /deliveries|^commit$/.test(text) && !/pg_notify/.test(text));
  const after = await readServer();
  return {
    statements: statements.map((text) => text.trim().slice(0, 40)),
    transactions: after.transactions - before.transactions,
    walBytes: after.walBytes - before.walBytes,
  };
}

let posted = 0;

async function post(reference: string): Promise<void> {
  posted += 1;
  const { status } = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", {
    body: {
      callbackApiKey: companies.shop.callbackApiKey,
      type: "session-status-update",
      sessionId: reference,
      number: posted,
    },
  });
  expect(status).toBe(200);
}

const findAndSettle = [expect.stringContaining("with c as"), expect.stringContaining("with input as")];
const firstId = "00000000-0000-0000-0000-000000000000";

async function lease() {
  const { services } = harness.gateway;
  const shares = [...services.configuration.current.connections.keys()].map((connectionId) => ({
    connectionId,
    room: 64,
    after: "",
  }));
  return (await services.sessions.leaseWaiting({ firstId, shares, leaseMs: 30_000 })).leases;
}

/** Sessions that the provider has approved without a word to us, each with so many deliveries that wait. */
async function prepare(count: number, deliveries: number): Promise<void> {
  harness.identomat.control.setCallbackUrl(null, "shop");
  await harness.database.pool.query("delete from deliveries");
  for (let index = 0; index < count; index += 1) {
    const { body } = await harness.shop.createSession();
    const reference = await harness.findReference(body.id);
    harness.identomat.control.act(reference, { act: "approve" });
    for (let number = 0; number < deliveries; number += 1) await post(reference);
  }
}

async function applyAll(): Promise<void> {
  const deadlineAt = Date.now() + 20_000;
  const { sessions } = harness.gateway.services;
  await Promise.all((await lease()).map((one) => sessions.refreshLeased(one, deadlineAt)));
}

/** What is prepared once for each connection has been prepared. */
async function warmUp(): Promise<void> {
  await prepare(20, 1);
  await applyAll();
  await Promise.all(Array.from({ length: 40 }, () => post(`${"0".repeat(39)}1`)));
}

describe("a webhook", () => {
  it("alone costs one statement and one transaction", async () => {
    await warmUp();
    const cost = await measure(() => post(`${"0".repeat(39)}2`));
    // The statement with the beginning of its transaction, and the commit.
    expect(cost.statements).toHaveLength(2);
    expect(cost.transactions).toBeLessThanOrEqual(2);
    expect(cost.walBytes).toBeLessThan(900);
  });

  it("among many that come together costs a share of one statement, and a bounded piece of the log", async () => {
    const { store, delivery } = await describeDeliveries(200);
    await store.insert(delivery());
    const cost = await measure(() => store.insert(delivery()));
    expect(cost.statements).toHaveLength(2);
    expect(cost.transactions).toBeLessThanOrEqual(2);
    expect(cost.walBytes / 200).toBeLessThan(850);
  });
});

describe("a session that deliveries wait for", () => {
  it("alone costs one statement to find it and one to settle it", async () => {
    await prepare(1, 3);
    const finding = await measure(lease);
    expect(finding.statements).toHaveLength(1);
    expect(finding.transactions).toBeLessThanOrEqual(2);
    expect(finding.walBytes).toBeLessThan(3000);
    await harness.database.pool.query("update sessions set read_lease_until = null");
    const whole = await measure(applyAll);
    expect(whole.statements).toEqual(findAndSettle);
    // Finding it, settling it, numbering its event.
    expect(whole.transactions).toBeLessThanOrEqual(4);
  });

  it("among many costs a share of the statements, and a bounded piece of the log", async () => {
    await prepare(40, 1);
    const cost = await measure(applyAll);
    expect(cost.statements.length).toBeLessThan(40);
    expect(cost.walBytes / 40).toBeLessThan(9500);
  });

  it("with many deliveries is read once, and each of them costs a bounded piece of the log", async () => {
    await prepare(1, 100);
    const before = countReads();
    const cost = await measure(applyAll);
    expect(countReads() - before).toBe(1);
    expect(cost.statements).toEqual(findAndSettle);
    expect(cost.walBytes / 100).toBeLessThan(900);
  });
});

function countReads(): number {
  return harness.identomat.control.ledger().requests["result"] ?? 0;
}

async function describeDeliveries(count: number) {
  const { services } = harness.gateway;
  const { Confidential } = await import("@kyc-gateway/core");
  const [connectionId = ""] = services.configuration.current.connections.keys();
  let number = 0;
  const one = () => ({
    tenantId: null,
    connectionId,
    sessionReference: `${"0".repeat(39)}3`,
    eventId: null,
    eventType: "update",
    storedBody: new Confidential(Buffer.from(`{"sessionId":"${"0".repeat(40)}","number":${(number += 1)}}`)),
    parkCode: null,
    receivedAt: new Date(),
  });
  return { store: services.inboxStore, delivery: () => Array.from({ length: count }, one) };
}
