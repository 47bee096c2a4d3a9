import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Gateway } from "@kyc-gateway/gateway";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import {
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { letTimePass } from "../support/storage.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { waitFor } from "../support/wait-for.ts";

/** What a gateway promises after its database has come back. */
const recoveryMs = 10_000;

let proxy: TcpProxy;
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    reachDatabase: async (url) => {
      proxy = await startTcpProxy(url);
      return proxy.url;
    },
  });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await proxy.close();
});

describe("a database that goes away in the middle", () => {
  it("turns every route that needs it into a retryable 503, and leaves /healthz alone", async () => {
    const { shop } = harness;
    const { body } = await shop.createSession();
    proxy.cut();
    const answers = await Promise.all([
      shop.createSession(),
      ...[
        `/v1/sessions/${body.id}`,
        `/v1/sessions/${body.id}/result`,
        `/v1/sessions/${body.id}/timeline`,
        "/v1/sessions",
        "/v1/applicants/user-1",
      ].map((path) => shop.get(path)),
      shop.request("POST", `/v1/sessions/${body.id}/refresh`),
      shop.request("DELETE", `/v1/sessions/${body.id}`),
    ]);
    for (const answer of answers)
      expect(readProblem(answer)).toMatchObject({
        status: 503,
        code: "database_unavailable",
        retryable: true,
      });
    expect((await shop.get("/healthz")).status).toBe(200);
    expect(await shop.get("/readyz")).toMatchObject({
      status: 503,
      body: { status: "not_ready", checks: { database: "failed", accepting: "ok" } },
    });
    await waitFor(async () => (await shop.get("/metrics")).text.includes("\nkyc_database_up 0\n"));
    proxy.mend();
    await waitUntilServing(shop);
  });

  it("is back in full within 10 s of its return: requests, workers and configuration", async () => {
    const { shop, provisioning } = harness;
    const { body } = await shop.createSession();
    const reference = await harness.findReference(body.id);
    proxy.cut();
    await waitFor(async () => (await shop.get("/readyz")).status === 503);
    // Long enough for every part to notice, and to have tried again in vain.
    await waitFor(() => countLines("workers_interrupted") + countLines("configuration_not_loaded") > 2);
    proxy.mend();
    const backAt = performance.now();
    const remaining = () => ({ timeoutMs: recoveryMs - (performance.now() - backAt) });
    await waitFor(async () => (await shop.get("/readyz")).status === 200, remaining());
    harness.identomat.control.act(reference, { act: "approve" });
    await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED", remaining());
    await provisioning.saveFlow({
      tenant: "shop",
      name: "made-afterwards",
      targets: [{ connection: "shop-identomat", settings: {} }],
    });
    await waitFor(
      async () => (await shop.createSession({ flow: "made-afterwards" })).status === 201,
      remaining(),
    );
  });

  it("survives again and again, however the connections break, and loses none of its pool", async () => {
    for (let round = 0; round < 25; round += 1) {
      proxy.cut();
      const held = harness.shop.get("/v1/sessions");
      proxy.mend();
      // Somewhere between connecting, listening and loading.
      await waitFor(() => proxy.connectionCount >= round % 4);
      await held;
    }
    await waitUntilServing(harness.shop);
    const { pool } = harness.gateway.services.database;
    await waitFor(() => pool.idleCount === pool.totalCount);
  });

  it("loses nobody's connections but those that PostgreSQL ends", async () => {
    const { shop, database } = harness;
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await waitUntilServing(shop);
    const { body } = await shop.createSession();
    harness.identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED", {
      timeoutMs: recoveryMs,
    });
  });

  it("loses no decision that fell into the gap", async () => {
    const { shop, identomat } = harness;
    const { body } = await shop.createSession();
    const reference = await harness.findReference(body.id);
    const readsBefore = identomat.control.ledger().requests["result"] ?? 0;
    identomat.control.addFault({
      fault: { kind: "latency", delay: { ms: 300 } },
      operation: "result",
      next: 1,
    });
    identomat.control.act(reference, { act: "approve" });
    await waitFor(() => (identomat.control.ledger().requests["result"] ?? 0) > readsBefore);
    const failuresBefore = countLines("delivery_not_applied");
    // The provider's answer is on its way; what it says cannot be stored.
    proxy.cut();
    await waitFor(() => countLines("delivery_not_applied") > failuresBefore);
    proxy.mend();
    await waitUntilServing(shop);
    await letTimePass(harness.database);
    await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED", {
      timeoutMs: 2 * recoveryMs,
    });
  });
});

function countLines(message: string): number {
  return harness.capture.lines.filter((line) => line.includes(`"${message}"`)).length;
}

describe("a database that is away at the start", () => {
  let lateProxy: TcpProxy;
  let gateway: Gateway;
  let client: ApiClient;
  beforeAll(async () => {
    lateProxy = await startTcpProxy(harness.database.url);
    lateProxy.cut();
    gateway = await startTestGateway({ databaseUrl: lateProxy.url });
    client = createApiClient(gateway.url, harness.key);
  });
  afterAll(async () => {
    await client.close();
    await gateway.stop();
    await lateProxy.close();
  });

  it("does not keep the gateway from starting: it lives, is not ready, and says so", async () => {
    expect(await client.get("/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await client.get("/readyz")).toMatchObject({
      status: 503,
      body: { checks: { database: "failed", configuration: "failed" } },
    });
    expect(readProblem(await client.createSession())).toMatchObject({
      status: 503,
      code: "database_unavailable",
    });
    const webhook = await client.request("POST", "/webhooks/identomat/shop-identomat", { body: {} });
    expect(readProblem(webhook)).toMatchObject({ status: 503, code: "database_unavailable" });
  });

  it("is taken into use as soon as it comes", async () => {
    lateProxy.mend();
    await waitFor(async () => (await client.get("/readyz")).status === 200, { timeoutMs: recoveryMs });
    const { status, body } = await client.createSession();
    expect(status).toBe(201);
    expect(body.status).toBe("SESSION_CREATED");
  });
});
