import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allScopes, describeAccount, startHarness, type Harness } from "../support/gateway-harness.ts";
import { readMetrics, type MetricLine } from "../support/read-metrics.ts";
import { startStopwatch } from "../support/stopwatch.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { waitFor } from "../support/wait-for.ts";

const connectionCount = 10;
const tenantCount = 50;
const mostOfConnection = 60;
const mostOfAll = 3000;
const scrapeMs = 200;

let harness: Harness;
let line: TcpProxy;
beforeAll(async () => {
  harness = await startHarness({
    withOndato: true,
    env: { KYC_PROVIDER_ATTEMPT_MS: "500" },
    async reachDatabase(url) {
      line = await startTcpProxy(url);
      return line.url;
    },
  });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await line.close();
});

const find = (lines: readonly MetricLine[], name: string, labels: Readonly<Record<string, string>>) =>
  lines.find(
    (one) =>
      one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
  )?.value;

const read = async (name: string, labels: Readonly<Record<string, string>> = {}) =>
  find(await readMetrics(harness.shop), name, labels);

describe("before anything happened, there is a 0 for", () => {
  it.each([
    ["kyc_provider_calls_total", { connection: "shop-identomat", outcome: "unauthorized" }],
    ["kyc_provider_call_duration_seconds_count", { connection: "bank-identomat" }],
    ["kyc_provider_breaker_state", { connection: "shop-ondato", operation: "read" }],
    ["kyc_provider_unmapped_words_total", { connection: "shop-ondato" }],
    ["kyc_webhook_deliveries_total", { connection: "bank-identomat", verdict: "parked" }],
    ["kyc_rejected_webhooks_total", { connection: "bank-identomat", reason: "wrong" }],
    ["kyc_connection_transitions_total", { connection: "bank-identomat", to: "REJECTED" }],
    ["kyc_flow_transitions_total", { flow: "both", to: "EXPIRED" }],
    ["kyc_session_transitions_total", { to: "APPROVED", cause: "operator" }],
    ["kyc_session_decision_seconds_count", { decision: "REJECTED" }],
    ["kyc_tenant_requests_total", { tenant: "bank", outcome: "failed" }],
    ["kyc_jobs_total", { task: "erase-session", outcome: "failed" }],
    ["kyc_job_duration_seconds_count", { task: "apply-retention" }],
    ["kyc_event_attempts_total", { outcome: "succeeded", kind: "resend" }],
    ["kyc_event_delivery_lag_seconds_count", {}],
    ["kyc_database_failures_total", { reason: "disk_full" }],
    ["kyc_database_pool_timeouts_total", { pool: "ingest" }],
    ["kyc_notifications_total", { channel: "keys", outcome: "refused" }],
    ["kyc_commit_group_size_count", { group: "settlements" }],
    ["kyc_held_approvals_total", { check: "liveness" }],
  ])("%s %j", async (name, labels) => {
    expect(await read(name, labels)).toBe(0);
  });
});

describe("what happens to a session", () => {
  it("is counted by connection, flow and tenant, with the time that its decision took", async () => {
    const { shop, identomat } = harness;
    const { body } = await shop.createSession();
    identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED");
    const lines = await readMetrics(shop);
    for (const to of ["SESSION_CREATED", "APPROVED"]) {
      expect(find(lines, "kyc_connection_transitions_total", { connection: "shop-identomat", to })).toBe(1);
      expect(find(lines, "kyc_flow_transitions_total", { flow: "standard", to })).toBe(1);
    }
    expect(find(lines, "kyc_session_decision_seconds_count", { decision: "APPROVED" })).toBe(1);
    expect(find(lines, "kyc_tenant_requests_total", { tenant: "shop", outcome: "ok" })).toBeGreaterThan(1);
    expect(find(lines, "kyc_commit_group_size_count", { group: "settlements" })).toBeGreaterThan(0);
    expect(find(lines, "kyc_database_pool_wait_seconds_count", { pool: "requests" })).toBeGreaterThan(0);
  });

  it("is told as open until it is over", async () => {
    const { body } = await harness.bank.createSession();
    await waitFor(
      async () =>
        (await read("kyc_sessions_open", { connection: "bank-identomat", status: "SESSION_CREATED" })) === 1,
      { timeoutMs: 40_000 },
    );
    harness.identomat.control.act(await harness.findReference(body.id), { act: "reject" });
  });
});

describe("problems", () => {
  it.each([
    [
      "a session that is not there",
      () => harness.shop.get(`/v1/sessions/${crypto.randomUUID()}`),
      "/v1/sessions/:sessionId",
      "session_not_found",
    ],
    [
      "a body that is none",
      () => harness.shop.request("POST", "/v1/sessions", { body: "{" }),
      "/v1/sessions",
      "malformed_body",
    ],
    [
      "a flow that is not there",
      () => harness.shop.createSession({ flow: "none" }),
      "/v1/sessions",
      "unknown_flow",
    ],
    ["a path that is not there", () => harness.shop.get("/v1/none"), "unmatched", "route_not_found"],
    [
      "a forged webhook",
      () =>
        harness.shop.request("POST", "/webhooks/identomat/shop-identomat", {
          body: { callbackApiKey: "no" },
        }),
      "/webhooks/:adapter/:connection",
      "webhook_unauthentic",
    ],
  ])("are counted by route and code: %s", async (...[, cause, route, code]) => {
    const before = (await read("kyc_problems_total", { route, code })) ?? 0;
    await cause();
    expect(await read("kyc_problems_total", { route, code })).toBe(before + 1);
  });
});

describe("exemplars", () => {
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const openMetrics = { accept: "application/openmetrics-text;version=1.0.0,text/plain;q=0.5" };

  it("name the trace of a request and of the call to a provider that it made", async () => {
    await harness.shop.request("POST", "/v1/sessions", {
      headers: { "idempotency-key": "traced", traceparent: `00-${trace}-00f067aa0ba902b7-01` },
      body: { flow: "standard", applicant: { id: "traced" } },
    });
    const { text, headers } = await harness.shop.request("GET", "/metrics", { headers: openMetrics });
    expect(headers["content-type"]).toContain("application/openmetrics-text");
    for (const name of [
      "kyc_http_request_duration_seconds_bucket",
      "kyc_provider_call_duration_seconds_bucket",
    ])
      expect(text).toMatch(new RegExp(`^${name}\\{.*\\} \\d+ # \\{trace_id="${trace}"\\} `, "m"));
    expect(text.endsWith("# EOF\n")).toBe(true);
  });

  it("are left out for whoever does not accept them", async () => {
    const { text, headers } = await harness.shop.get("/metrics");
    expect(headers["content-type"]).toContain("text/plain; version=0.0.4");
    expect(text).not.toMatch(/trace_id|# EOF/);
    expect(text).toMatch(/^# TYPE kyc_problems_total counter$/m);
  });
});

describe("a connection that is no longer there", () => {
  it("has no series, whatever state its breaker was in", async () => {
    const { provisioning, identomat, shop } = harness;
    const connection = "short-lived";
    const settings = describeAccount("shop", identomat);
    await provisioning.saveConnection({ name: connection, adapter: "identomat", tenant: "shop", settings });
    await waitFor(async () => (await read("kyc_provider_breaker_state", { connection })) === 0);
    await provisioning.removeConnection(connection);
    await waitFor(async () =>
      (await readMetrics(shop)).every(({ labels }) => labels["connection"] !== connection),
    );
  });
});

/** Each as a product, as a stranger, and with an id that is nobody's. */
async function askEveryRoute(): Promise<void> {
  const { paths } = (await harness.shop.get<{ paths: Record<string, object> }>("/openapi.json")).body;
  for (const [path, methods] of Object.entries(paths))
    for (const method of Object.keys(methods).filter((word) => /^(get|post|put|patch|delete)$/.test(word))) {
      const url = path.replaceAll(/\{\w+\}/g, () => crypto.randomUUID());
      if (/stream|\/events$/.test(url)) continue;
      const body = method === "get" ? {} : { body: "{}" };
      await harness.shop.request(method.toUpperCase(), url, body);
      await harness.shop.request(method.toUpperCase(), url, { ...body, headers: { authorization: "" } });
    }
}

describe("the number of series", () => {
  beforeAll(async () => {
    const { provisioning, identomat } = harness;
    const settings = describeAccount("shop", identomat);
    for (let index = 0; index < connectionCount - 3; index += 1)
      await provisioning.saveConnection({ name: `more-${index}`, adapter: "identomat", settings });
    for (let index = 0; index < tenantCount - 2; index += 1) {
      const tenant = `tenant-${index}`;
      await provisioning.saveTenant(tenant);
      await provisioning.saveFlow({
        tenant,
        name: "standard",
        targets: [{ connection: "more-1", settings: {} }],
      });
      await provisioning.createKey({ tenant, name: "test", scopes: allScopes });
    }
    await waitFor(
      async () => (await read("kyc_tenant_requests_total", { tenant: `tenant-${tenantCount - 3}` })) === 0,
    );
    await askEveryRoute();
  });

  it(`is at most ${mostOfConnection} of each connection`, async () => {
    const lines = await readMetrics(harness.shop);
    const counts = Map.groupBy(
      lines.filter(({ labels }) => labels["connection"] !== undefined && labels["connection"] !== ""),
      ({ labels }) => labels["connection"],
    );
    expect(counts.size).toBe(connectionCount);
    for (const [connection, own] of counts)
      expect([connection, own.length <= mostOfConnection, own.length]).toEqual([
        connection,
        true,
        own.length,
      ]);
  });

  it(`is at most ${mostOfAll} with ${connectionCount} connections and ${tenantCount} tenants, every route asked`, async () => {
    const lines = await readMetrics(harness.shop);
    expect(new Set(lines.map(({ labels }) => labels["tenant"])).size).toBeGreaterThanOrEqual(tenantCount);
    expect(lines.length).toBeGreaterThan(1000);
    expect(lines.length).toBeLessThanOrEqual(mostOfAll);
  });
});

describe("a scrape while the database gives no answer", () => {
  it(`is answered within ${scrapeMs} ms, says that the database is away, and how old the rest is`, async () => {
    const known = await read("kyc_inbox_deliveries", { state: "waiting" });
    line.freeze();
    try {
      await waitFor(async () => (await read("kyc_database_up")) === 0, { timeoutMs: 15_000 });
      const durations: number[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        const watch = startStopwatch();
        expect(await read("kyc_inbox_deliveries", { state: "waiting" })).toBe(known);
        durations.push(watch.stopMs());
        await delay(20);
      }
      expect(Math.min(...durations)).toBeLessThan(scrapeMs);
      expect(await read("kyc_database_gauges_age_seconds", { group: "inbox" })).toBeGreaterThan(1);
      expect(await read("kyc_database_writable")).toBe(0);
    } finally {
      line.mend();
    }
    await waitFor(async () => (await read("kyc_database_writable")) === 1, { timeoutMs: 15_000 });
  });
});
