import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiAnswer } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { converse, readAnswers } from "../support/raw-connection.ts";
import { readSeries } from "../support/read-series.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ env: { KYC_TENANT_REQUESTS_PER_SECOND: "40" } });
});
afterAll(() => harness[Symbol.asyncDispose]());

/** What differs from one session to the next, whoever makes it. */
const varying = new Set(["date", "server-timing", "x-request-id", "ratelimit-remaining", "location"]);
const asJson = { "content-type": "application/json" };
/** The same, and odd enough for the framework to be asked. */
const viaFramework = { "content-type": "application/json; charset=UTF-8" };

const describeAnswer = ({ status, headers, body }: ApiAnswer) => ({
  status,
  body: maskBody(body as Record<string, unknown>),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, varying.has(name) ? "…" : value]),
  ),
});

/** Ids, tokens and times are each session's own. */
function maskBody(body: Record<string, unknown>): Record<string, unknown> {
  const own = new Set(["id", "launch", "createdAt", "updatedAt", "lapsesAt", "instance", "applicantId"]);
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, own.has(name) ? typeof value : value]),
  );
}

interface Asked {
  readonly body: unknown;
  readonly key?: string;
}

const ask = ({ body, key = randomUUID() }: Asked, headers: Record<string, string> = {}) =>
  harness.shop.request("POST", "/v1/sessions", { headers: { "idempotency-key": key, ...headers }, body });

async function askBothWays(body: unknown): Promise<ReturnType<typeof describeAnswer>> {
  const early = describeAnswer(await ask({ body }));
  const late = describeAnswer(await ask({ body }, viaFramework));
  expect(early).toEqual(late);
  return early;
}

const plain = () => ({ flow: "standard", applicant: { id: `user-${randomUUID()}` } });

function writeRequest(body: string, { "content-type": type } = asJson): string {
  const head = [
    "POST /v1/sessions HTTP/1.1",
    "Host: x",
    `Authorization: Bearer ${harness.key}`,
    `Idempotency-Key: ${randomUUID()}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return [...head, "", body].join("\r\n");
}

/** The statuses that are answered, of what is sent and of one request more. */
async function askRaw(pieces: readonly (string | Buffer)[]): Promise<readonly number[]> {
  const { answer } = await converse(harness.gateway.url, [...pieces, last]);
  return readAnswers(answer).map(({ status }) => status);
}

/** Ends the connection. */
const last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

describe("a creation that is taken before the framework is asked", () => {
  it("is answered as by the framework, header for header", async () => {
    const { status, body } = await askBothWays(plain());
    expect([status, body["status"]]).toEqual([201, "SESSION_CREATED"]);
    const full = { ...plain(), language: "en", metadata: { note: "žluťoučký kůň" }, riskTags: ["vip"] };
    expect((await askBothWays(full)).body).toMatchObject({ metadata: full.metadata });
  });

  it.each([
    ["an unknown flow", { flow: "nobody-has-it", applicant: { id: "a" } }, "unknown_flow"],
    ["an unknown member", { ...plain(), nobody: 1 }, "invalid_request"],
    ["a member of a wrong type", { flow: 7, applicant: { id: "a" } }, "invalid_request"],
    ["no object", ["standard"], "invalid_request"],
    ["a text that cannot be kept", { ...plain(), metadata: { note: "\u0000" } }, "invalid_request"],
    ["a link to nowhere", { ...plain(), returnUrl: "ftp://x" }, "invalid_request"],
    ["a parent that is not there", { ...plain(), parentSessionId: randomUUID() }, "invalid_request"],
  ])("with %s is refused as by the framework", async (_what, body, code) => {
    const answer = await askBothWays(body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).toMatchObject({ code });
  });

  it("is the same session for the same key, whoever took the first request", async () => {
    const [first, second] = [
      { body: plain(), key: randomUUID() },
      { body: plain(), key: randomUUID() },
    ];
    const early = await ask(first);
    const late = await ask(second, viaFramework);
    const again = [await ask(first, viaFramework), await ask(second), await ask(first)];
    expect(again.map(({ status, body }) => [status, (body as { id: string }).id])).toEqual(
      [early, late, early].map(({ body }) => [201, (body as { id: string }).id]),
    );
    expect(again.map(({ headers }) => headers["idempotency-replayed"])).toEqual(["true", "true", "true"]);
    const other = { ...first, body: plain() };
    expect([(await ask(other)).status, (await ask(other, viaFramework)).status]).toEqual([422, 422]);
  });

  it("is read whole, in however many pieces it comes, and what follows on its connection is served", async () => {
    const body = JSON.stringify({ ...plain(), metadata: { note: "x".repeat(400) } });
    const [whole, odd] = [writeRequest(body), writeRequest(body.replace("standard", "nobody"))];
    const pieces = [
      whole.slice(0, -300),
      whole.slice(-300, -1),
      whole.slice(-1),
      odd,
      writeRequest(body),
      last,
    ];
    const { answer } = await converse(harness.gateway.url, pieces);
    expect(answer.match(/HTTP\/1\.1 \d{3}/g)?.map((line) => line.slice(9))).toEqual([
      "201",
      "422",
      "201",
      "200",
    ]);
  });

  it.each([
    ["a member twice", '{"flow":"standard","flow":"standard","applicant":{"id":"a"}}'],
    ["a name of JavaScript's own", '{"flow":"standard","__proto__":{},"applicant":{"id":"a"}}'],
    ["half a text", '{"flow":"standard","applicant":{"id":"a'],
    ["nothing", " "],
  ])("with a body of %s is refused", async (_what, text) => {
    const early = await askRaw([writeRequest(text)]);
    expect(early[0]).toBe(400);
    expect(early).toEqual(await askRaw([writeRequest(text, viaFramework)]));
  });

  it("with a body that is no UTF-8 is refused", async () => {
    const text = JSON.stringify(plain());
    const bytes = Buffer.from(text.replace("user", "\u00ff"), "latin1");
    const head = writeRequest(bytes.toString("latin1").replace("\u00ff", "x")).slice(0, -bytes.length);
    expect((await askRaw([head, bytes]))[0]).toBe(400);
  });

  it("is counted under its route, and as its tenant's", async () => {
    const counted = [
      ["kyc_http_requests_total", { method: "POST", route: "/v1/sessions", status: "201" }],
      ["kyc_tenant_requests_total", { tenant: "shop", outcome: "ok" }],
    ] as const;
    const read = () => Promise.all(counted.map(([name, labels]) => readSeries(harness.shop, name, labels)));
    const before = await read();
    await askBothWays(plain());
    expect(await read()).toEqual(before.map((count) => count + 2));
  });

  it("counts with all the others of its tenant, and waits or is refused with them", async () => {
    // On one connection, so that they come at once however slow the machine is.
    const many = Array.from({ length: 60 }, () => writeRequest(JSON.stringify(plain())));
    const { answer } = await converse(harness.gateway.url, [many.join("") + last]);
    const statuses = readAnswers(answer).map(({ status }) => status);
    const served = statuses.filter((status) => status === 201).length;
    expect(served).toBeGreaterThan(20);
    expect(served).toBeLessThan(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(60 - served);
  });
});
