import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addOperator, createConnectionControls, type Gateway } from "@kyc-gateway/gateway";
import type { FaultRule } from "@kyc-gateway/simulators";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import {
  allScopes,
  describeAccount,
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { startStopwatch } from "../support/stopwatch.ts";
import { waitFor } from "../support/wait-for.ts";

const actor = { operator: "tester", requestId: null };
const deadlineMs = 3000;
const env = { KYC_REQUEST_DEADLINE_MS: String(deadlineMs), KYC_PROVIDER_ATTEMPT_MS: "1000" };

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ withOndato: true, env });
  // What is made for the first request is not made within a deadline that is measured.
  await harness.shop.createSession();
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  harness.identomat.control.reset();
  await renewConnection();
});

/** A connection whose settings changed starts afresh: breakers closed, nothing paused, all retries left. */
let renewals = 0;
async function renewConnection(): Promise<void> {
  const { configuration } = harness.gateway.services;
  const find = () => configuration.current.connectionsByName.get("shop-identomat");
  const before = find();
  renewals += 1;
  const settings = { ...describeAccount("shop", harness.identomat), sessionLifetimeMinutes: 20 + renewals };
  const connection = { name: "shop-identomat", adapter: "identomat", tenant: "shop", settings };
  await harness.provisioning.saveConnection(connection);
  await waitFor(() => find() !== before);
}

/** Requests at the first provider that would create a session. */
function countBegins(): number {
  return harness.identomat.control.ledger().requests["begin"] ?? 0;
}

function spoilBegins(rule: Omit<FaultRule, "operation">): string {
  return harness.identomat.control.addFault({ operation: "begin", ...rule });
}

async function readConnections(sessionId: string): Promise<readonly string[]> {
  const { decisionTrace } = await harness.shop.readTimeline(sessionId);
  return decisionTrace.map(
    ({ connection, step, why }) => `${connection} ${step}${why === undefined ? "" : ` ${why}`}`,
  );
}

describe("a provider that hangs", () => {
  it("gets its callers an answer within their deadline", async () => {
    spoilBegins({ fault: { kind: "hang" } });
    const watch = startStopwatch();
    const answer = await harness.shop.createSession();
    expect(watch.stopMs()).toBeLessThan(deadlineMs + 250);
    expect(readProblem(answer)).toMatchObject({ code: "provider_outcome_unknown", retryable: true });
  });
});

describe("a provider that asks for patience", () => {
  it("is called again after the time that it named, not before", async () => {
    spoilBegins({ fault: { kind: "rate_limited", retryAfter: { seconds: 1 } }, next: 1 });
    const startedAt = performance.now();
    expect((await harness.shop.createSession()).status).toBe(201);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
    expect(countBegins()).toBe(2);
  });

  it("is left alone by every other caller meanwhile, and they are told when to come back", async () => {
    spoilBegins({ fault: { kind: "rate_limited", retryAfter: { seconds: 30 } } });
    await harness.shop.createSession();
    const answer = await harness.shop.createSession();
    expect(readProblem(answer).code).toBe("provider_unavailable");
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(20);
    expect(countBegins()).toBe(1);
  });
});

describe("a connection that breaks off", () => {
  it("costs the product nothing where a second start does no harm", async () => {
    spoilBegins({ fault: { kind: "reset", at: "before_headers", takesEffect: true }, next: 1 });
    const { status, body } = await harness.shop.createSession();
    expect(status).toBe(201);
    expect(await readConnections(body.id)).toContain("shop-identomat chosen");
  });
});

describe("a total outage with a second provider", () => {
  it("starts every session at the other one, in the same request, and leaves the broken one to probes", async () => {
    spoilBegins({ fault: { kind: "server_error" } });
    for (let call = 0; call < 20; call += 1) {
      const answer = await harness.shop.createSession({ flow: "both" });
      expect(answer.status).toBe(201);
      expect((await readConnections(answer.body.id)).at(-1)).toBe("shop-ondato chosen");
    }
    const before = countBegins();
    expect(before).toBeLessThanOrEqual(10 + 4);
    expect((await harness.shop.createSession({ flow: "both" })).status).toBe(201);
    expect(countBegins()).toBe(before);
  });

  it.each([
    ["hangs", { kind: "hang" }],
    ["hangs with what it made", { kind: "hang", takesEffect: true }],
    ["breaks off", { kind: "reset", at: "before_headers" }],
    ["answers HTML", { kind: "garbage", shape: "html" }],
    ["answers half of its JSON", { kind: "garbage", shape: "truncated_json" }],
    ["answers 502", { kind: "server_error", status: 502 }],
  ] as const)(
    "starts a session at the other one within the deadline where the first %s",
    async (_how, fault) => {
      spoilBegins({ fault });
      const watch = startStopwatch();
      const answer = await harness.shop.createSession({ flow: "both" });
      expect(answer.status).toBe(201);
      expect(watch.stopMs()).toBeLessThan(deadlineMs + 250);
      expect((await readConnections(answer.body.id)).at(-1)).toBe("shop-ondato chosen");
    },
  );

  it("gives a key whose outcome was unknown its one session at the other provider when it is repeated", async () => {
    const key = crypto.randomUUID();
    spoilBegins({ fault: { kind: "hang" } });
    const ondato = harness.ondato?.control;
    ondato?.addFault({ fault: { kind: "server_error" }, operation: "create" });
    const unknown = await harness.shop.createSession({ flow: "both" }, key);
    expect(readProblem(unknown)).toMatchObject({ code: "provider_outcome_unknown", retryable: true });
    ondato?.clearFaults();
    const answer = await harness.shop.createSession({ flow: "both" }, key);
    expect(answer.status).toBe(201);
    expect((await readConnections(answer.body.id)).at(-1)).toBe("shop-ondato chosen");
  });

  it("refuses at once, and says when to come back, where there is no other one", async () => {
    spoilBegins({ fault: { kind: "server_error" } });
    for (let call = 0; call < 12; call += 1) await harness.shop.createSession();
    const before = countBegins();
    const watch = startStopwatch();
    const answer = await harness.shop.createSession();
    expect(watch.stopMs()).toBeLessThan(500);
    expect(readProblem(answer)).toMatchObject({ code: "provider_unavailable", status: 503 });
    expect(answer.headers["retry-after"]).toMatch(/^[1-5]$/);
    expect(countBegins()).toBe(before);
  });

  it("is back after the first probe that succeeds", async () => {
    const fault = spoilBegins({ fault: { kind: "server_error" } });
    for (let call = 0; call < 12; call += 1) await harness.shop.createSession();
    harness.identomat.control.removeFault(fault);
    await waitFor(async () => (await harness.shop.createSession()).status === 201);
  });
});

describe("an operator's hold", () => {
  let replica: Gateway;
  let client: ApiClient;
  beforeEach(async () => {
    replica = await startTestGateway({ databaseUrl: harness.database.url, env });
    client = createApiClient(replica.url, harness.key);
    await waitUntilServing(client);
  });
  afterEach(async () => {
    await client.close();
    await replica.stop();
  });

  it("is obeyed by every replica within a second, and so is the release", async () => {
    const orders = createConnectionControls(harness.gateway.services.database, actor);
    await orders.hold("shop-identomat", "announced maintenance");
    const held = async () => readProblemCode(await client.createSession()) === "provider_unavailable";
    const holding = startStopwatch();
    await waitFor(held);
    expect(holding.stopMs()).toBeLessThan(1000);
    const before = countBegins();
    expect((await client.createSession({ flow: "both" })).status).toBe(201);
    expect(countBegins()).toBe(before);
    expect((await client.get("/metrics")).text).toContain('kyc_provider_held{connection="shop-identomat"} 1');
    await orders.release("shop-identomat");
    const releasing = startStopwatch();
    await waitFor(async () => (await client.createSession()).status === 201);
    expect(releasing.stopMs()).toBeLessThan(1000);
    const { rows } = await harness.database.pool.query(
      "select operator, action, detail from audit_log where subject = 'connection shop-identomat' order by id desc limit 2",
    );
    expect(rows).toEqual([
      { operator: "tester", action: "connection.release", detail: {} },
      { operator: "tester", action: "connection.hold", detail: { reason: "announced maintenance" } },
    ]);
  });

  it("is given and taken back by the admin API", async () => {
    const key = await addOperator(harness.gateway.services.database, actor, {
      name: "nino",
      role: "administrator",
    });
    const operator = createApiClient(harness.gateway.url, key);
    const order = (method: string, path: string, body?: unknown) =>
      operator.request(method, `/admin/v1/connections/${path}`, { body });
    await waitFor(async () => (await order("POST", "shop-identomat/release")).status === 204);
    expect((await order("POST", "shop-identomat/hold", { reason: "maintenance" })).status).toBe(204);
    await waitFor(async () => readProblemCode(await client.createSession()) === "provider_unavailable");
    expect((await order("POST", "shop-identomat/release")).status).toBe(204);
    await waitFor(async () => (await client.createSession()).status === 201);
    expect((await order("PUT", "shop-identomat/limits", { callsPerSecond: 5 })).status).toBe(204);
    expect((await order("PUT", "shop-identomat/limits", {})).status).toBe(204);
    expect(readProblem(await order("POST", "nowhere/release")).code).toBe("connection_not_found");
    expect(readProblem(await order("POST", "shop-identomat/hold", { reason: "" })).code).toBe(
      "invalid_request",
    );
    const refused = await order("PUT", "shop-identomat/limits", { concurrency: 0.5 });
    expect(readProblem(refused).issues?.map(({ pointer }) => pointer)).toContain("/concurrency");
    await operator.close();
  });

  it("is refused for a connection that is not there, and without a reason", async () => {
    const orders = createConnectionControls(harness.gateway.services.database, actor);
    await expect(orders.hold("nowhere", "why not")).rejects.toThrow('There is no connection "nowhere"');
    await expect(orders.hold("shop-identomat", "")).rejects.toThrow("/reason");
    await expect(orders.limit("shop-identomat", { concurrency: 0 })).rejects.toThrow("/concurrency");
  });
});

describe("limits of an account", () => {
  it("are kept, with as many calls at once as it bears", async () => {
    const orders = createConnectionControls(harness.gateway.services.database, actor);
    await orders.limit("shop-identomat", { concurrency: 2 });
    spoilBegins({ fault: { kind: "latency", delay: { ms: 200 } } });
    await waitFor(async () => {
      const startedAt = performance.now();
      await Promise.all(Array.from({ length: 6 }, () => harness.shop.createSession()));
      return performance.now() - startedAt >= 600;
    });
    await orders.limit("shop-identomat", {});
  });
});

describe("a product that floods", () => {
  it("is answered with 429 and RateLimit headers while another one is served", async () => {
    const gateway = await startTestGateway({
      databaseUrl: harness.database.url,
      env: { KYC_TENANT_REQUESTS_PER_SECOND: "5" },
    });
    const { key } = await harness.provisioning.createKey({
      tenant: "bank",
      name: "quiet",
      scopes: allScopes,
    });
    const [shop, bank] = [createApiClient(gateway.url, harness.key), createApiClient(gateway.url, key)];
    await waitUntilServing(bank);
    const answers = await Promise.all(Array.from({ length: 60 }, () => shop.get("/v1/sessions?limit=1")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(20);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(5);
    for (const answer of refused) {
      expect(readProblem(answer)).toMatchObject({ code: "rate_limited", status: 429, retryable: true });
      expect(answer.headers).toMatchObject({
        "ratelimit-limit": "5",
        "ratelimit-remaining": "0",
        "ratelimit-reset": "1",
        "retry-after": "1",
      });
    }
    expect((await bank.get("/v1/sessions?limit=1")).status).toBe(200);
    await Promise.all([shop.close(), bank.close()]);
    await gateway.stop();
  });
});

function readProblemCode(answer: Awaited<ReturnType<ApiClient["createSession"]>>): string | undefined {
  return answer.status === 201 ? undefined : readProblem(answer).code;
}
