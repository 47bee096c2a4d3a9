import { connect } from "node:net";
import { request as send } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const valid = { flow: "standard", applicant: { id: "user-1" } };

describe("an Idempotency-Key", () => {
  it.each([
    ["no", {}],
    ["an empty", { "idempotency-key": "" }],
    ["a blank", { "idempotency-key": " \t " }],
    ["a spaced", { "idempotency-key": "a b" }],
    ["an accented", { "idempotency-key": "caf\u00e9" }],
    ["an eight-bit", { "idempotency-key": "\u00ff\u0080" }],
    ["too long a", { "idempotency-key": "x".repeat(256) }],
  ])("is refused: %s one", async (_name, headers: Record<string, string>) => {
    const answer = await harness.shop.request("POST", "/v1/sessions", { headers, body: valid });
    expect(readProblem(answer)).toMatchObject({ status: 400, code: "idempotency_key_missing" });
  });

  it("is refused when it stands there twice", async () => {
    const answer = await send(`${harness.gateway.url}/v1/sessions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${harness.key}`,
        "content-type": "application/json",
        "idempotency-key": ["one", "other"],
      },
      body: JSON.stringify(valid),
    });
    expect([answer.statusCode, await answer.body.json()]).toMatchObject([
      400,
      { code: "idempotency_key_missing" },
    ]);
  });
});

describe("a number beyond what a number can hold", () => {
  it.each(["9007199254740993", "1e400", "-1e400", "1e-400", "99999999999999999999999999", "NaN"])(
    "is refused where a number is asked for, and never becomes another: %s",
    async (number) => {
      expect(readProblem(await harness.shop.get(`/v1/sessions?limit=${number}`)).code).toBe(
        "invalid_request",
      );
    },
  );
});

describe("a path or a query that is wrong", () => {
  it.each([
    "limit=0",
    "limit=101",
    "limit=x",
    "status=WONDERFUL",
    "colour=blue",
    "createdAfter=yesterday",
    "createdAfter=0000-01-01T00:00:00Z",
    "createdBefore=2020-12-31T23:59:60Z",
    "cursor=!!",
    "cursor=aGVsbG8",
    `cursor=${Buffer.from(`-271821-04-20T00:00:00.000Z ${crypto.randomUUID()}`).toString("base64url")}`,
    "applicantId=a%00b",
  ])("is refused: ?%s", async (query) => {
    const answer = await harness.shop.get(`/v1/sessions?${query}`);
    expect(readProblem(answer)).toMatchObject({ status: 400, code: "invalid_request" });
  });

  it.each([
    "/nowhere",
    "/v1",
    "/v1/sessions/%zz",
    "/v1/sessions/a/b/c",
    "/../etc/passwd",
    "/webhooks/identomat",
    "//v1/sessions",
    "/v1//sessions",
    "/v1/sessions//",
    "/v1/%73essions/a/b",
    "/v1/sessions/%2e%2e/%2e%2e/admin",
    "/v1/sessions/%c0%ae%c0%ae/x",
    "/v1/sessions/%ff",
    "/v1/sessions/%00/timeline/x",
    "/V1/SESSIONS",
    "/admin/v1/../../v1/nothing",
    `/v1/sessions/${"x".repeat(201)}`,
  ])("%s is not found", async (path) => {
    expect(readProblem(await harness.shop.get(path))).toMatchObject({ status: 404, code: "route_not_found" });
  });

  it("is no HTTP at all", async () => {
    const { port, hostname } = new URL(harness.gateway.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(Number(port), hostname, () => socket.write("SSH-2.0-hello\r\n\r\n"));
      socket.on("data", (chunk) => (text += chunk.toString()));
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"code":"malformed_request"/);
  });

  it("carries headers beyond measure", async () => {
    const answer = await harness.shop.request("GET", "/v1/sessions", {
      headers: { "x-long": "x".repeat(20_000) },
    });
    expect(readProblem(answer)).toMatchObject({ status: 431 });
  });
});
