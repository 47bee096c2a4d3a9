import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Gateway } from "@kyc-gateway/gateway";
import { createApiClient, type ApiClient } from "../support/api-client.ts";
import {
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { waitFor } from "../support/wait-for.ts";

/** Within this time a replica that hears nothing has noticed. */
const noticed = { timeoutMs: 15_000 };

let harness: Harness;
let line: TcpProxy;
let replica: Gateway;
let client: ApiClient;
beforeAll(async () => {
  harness = await startHarness();
  line = await startTcpProxy(harness.database.url);
  replica = await startTestGateway({
    databaseUrl: harness.database.url,
    env: { DATABASE_DIRECT_URL: line.url, KYC_ROLES: "api" },
  });
  client = createApiClient(replica.url, harness.key);
  await waitUntilServing(client);
}, 120_000);
afterAll(async () => {
  line.mend();
  await client.close();
  await replica.stop();
  await line.close();
  await harness[Symbol.asyncDispose]();
});

async function readMetric(name: string): Promise<number> {
  const { text } = await client.get("/metrics");
  const value = text
    .split("\n")
    .find((row) => row.startsWith(`${name} `))
    ?.split(" ")[1];
  return Number(value);
}

async function makeKey(): Promise<{ keyId: string; other: ApiClient }> {
  const { key } = await harness.provisioning.createKey({
    tenant: "shop",
    name: "short-lived",
    scopes: ["sessions:read"],
  });
  const { rows } = await harness.database.pool.query<{ id: string }>(
    "select id from api_keys where revoked_at is null order by created_at desc limit 1",
  );
  return { keyId: rows[0]?.id ?? "", other: createApiClient(replica.url, key) };
}

describe("a listening line that has stopped forwarding", () => {
  it("is noticed within 15 s: a key that was revoked meanwhile is refused, a new flow is known", async () => {
    const { keyId, other } = await makeKey();
    await waitFor(async () => (await other.get("/v1/sessions")).status === 200);
    line.freeze();
    await harness.database.pool.query("update api_keys set revoked_at = now() where id = $1", [keyId]);
    await harness.provisioning.saveFlow({
      tenant: "shop",
      name: "while-deaf",
      targets: [{ connection: "shop-identomat", settings: {} }],
    });
    await waitFor(async () => (await other.get("/v1/sessions")).status === 401, noticed);
    await waitFor(async () => (await client.createSession({ flow: "while-deaf" })).status === 201, noticed);
    await other.close();
  }, 60_000);

  it("is told by a gauge that grows until the line is there again", async () => {
    await waitFor(async () => (await readMetric("kyc_listener_proven_age_seconds")) > 5, noticed);
    line.mend();
    await waitFor(async () => (await readMetric("kyc_listener_proven_age_seconds")) < 5, noticed);
  }, 60_000);
});

describe("a notification", () => {
  it.each([
    ["kyc_events", "x"],
    ["kyc_events", "[]"],
    ["kyc_events", '{"by":1,"tenants":"all"}'],
    ["kyc_events", '{"by":"x","tenants":["not-a-tenant"]}'],
    ["kyc_events", "null"],
    ["kyc_keys", "x"],
    ["kyc_keys", ""],
  ])("on %s that is none of ours (%s) is counted and ignored", async (channel, payload) => {
    const series = `kyc_notifications_total{channel="${channel === "kyc_events" ? "events" : "keys"}",outcome="refused"}`;
    const before = (await readMetric(series)) || 0;
    await harness.database.pool.query("select pg_notify($1, $2)", [channel, payload]);
    await waitFor(async () => (await readMetric(series)) > before);
    expect((await client.createSession()).status).toBe(201);
  });
});
