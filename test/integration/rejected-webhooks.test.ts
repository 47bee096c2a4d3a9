import { createHash } from "node:crypto";
import { addOperator } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { letJobsEnd, listDeliveries } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let operator: ApiClient;
let reference = "";
beforeAll(async () => {
  // The test plays the proxy, and so every sender.
  harness = await startHarness({
    env: { KYC_TRUST_PROXY: "127.0.0.1", KYC_REJECTED_WEBHOOKS_PER_MINUTE: "20" },
  });
  const { database } = harness.gateway.services;
  const key = await addOperator(
    database,
    { operator: "test", requestId: null },
    { name: "nino", role: "administrator" },
  );
  operator = createApiClient(harness.gateway.url, key);
  await waitFor(async () => (await operator.get("/admin/v1/tenants")).status === 200);
  const { body } = await harness.shop.createSession();
  reference = await harness.findReference(body.id);
});
afterAll(async () => {
  await operator.close();
  await harness[Symbol.asyncDispose]();
});

const callback = (callbackApiKey: string) => ({ callbackApiKey, type: "update", sessionId: reference });
const forged = callback("a-guess-at-the-key");

const post = (from: string, body: unknown, path = "/webhooks/identomat/shop-identomat") =>
  harness.shop.request("POST", path, { headers: { "x-forwarded-for": from }, body });

const readRefusals = async (reason: string) => {
  const { text } = await harness.shop.get("/metrics");
  const line = new RegExp(
    `^kyc_rejected_webhooks_total\\{connection="shop-identomat",reason="${reason}"\\} (\\d+)`,
    "m",
  );
  return Number(line.exec(text)?.[1] ?? 0);
};

describe("forged callbacks", () => {
  it("cause no call to the provider and store nothing but a sample of hashes in memory", async () => {
    await letJobsEnd(harness.database);
    const ledger = JSON.stringify(harness.identomat.control.ledger());
    const stored = await listDeliveries(harness.database);
    const before = await readRefusals("wrong");
    for (let i = 0; i < 10; i += 1) expect((await post("198.51.100.10", forged)).status).toBe(401);
    expect(JSON.stringify(harness.identomat.control.ledger())).toBe(ledger);
    expect(await listDeliveries(harness.database)).toEqual(stored);
    expect(await readRefusals("wrong")).toBe(before + 10);
    const { body, text } = await operator.get<{ items: object[] }>("/admin/v1/refused-deliveries");
    expect(body.items).toHaveLength(1);
    const bytes = JSON.stringify(forged);
    expect(body.items[0]).toMatchObject({
      connection: "shop-identomat",
      reason: "wrong",
      bodySha256: createHash("sha256").update(bytes).digest("hex"),
      bodyBytes: bytes.length,
    });
    expect(text).not.toContain("198.51.100.10");
    expect(text).not.toContain("a-guess");
  });

  it("in a flood are turned away unread, with 429 and the time to wait", async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 30; i += 1) statuses.add((await post("198.51.100.20", forged)).status);
    expect([...statuses]).toEqual([401, 429]);
    const refused = await post("198.51.100.20", forged);
    expect(readProblem(refused)).toMatchObject({ code: "rate_limited", retryable: true });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(60);
    expect(await readRefusals("limited")).toBe(11);
    // Also a true one: from there nobody has proven anything yet.
    expect((await post("198.51.100.20", callback(companies.shop.callbackApiKey))).status).toBe(429);
  });

  it("cost nobody at another address anything", async () => {
    const answer = await post("198.51.100.30", callback(companies.shop.callbackApiKey));
    expect(answer).toMatchObject({ status: 200 });
  });

  it("from the provider's own address do not lock the provider out", async () => {
    const genuine = callback(companies.shop.callbackApiKey);
    expect((await post("198.51.100.40", genuine)).status).toBe(200);
    for (let i = 0; i < 40; i += 1) expect((await post("198.51.100.40", forged)).status).toBe(401);
    expect((await post("198.51.100.40", genuine)).status).toBe(200);
  });

  it("from all over one IPv6 network are one sender's", async () => {
    for (let i = 0; i < 20; i += 1) await post(`2001:db8:7:7::${i.toString(16)}`, forged);
    expect((await post("2001:db8:7:7:ffff::1", forged)).status).toBe(429);
    expect((await post("2001:db8:7:8::1", forged)).status).toBe(401);
  });

  it("cannot choose the address that they count for, where no proxy is trusted", async () => {
    await using plain = await startHarness({ env: { KYC_REJECTED_WEBHOOKS_PER_MINUTE: "5" } });
    const statuses = [];
    for (let i = 0; i < 7; i += 1) {
      const headers = { "x-forwarded-for": `198.51.100.${i}` };
      const path = "/webhooks/identomat/shop-identomat";
      statuses.push((await plain.shop.request("POST", path, { headers, body: forged })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it("do not tell a connection that is there from one that is not by anything but its name", async () => {
    const answer = await post("198.51.100.50", forged, "/webhooks/identomat/nobody");
    expect(readProblem(answer)).toMatchObject({ status: 404, code: "connection_not_found" });
  });
});
