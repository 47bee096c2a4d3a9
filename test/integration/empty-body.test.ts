import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configureKvary, fuzzCompanies, kvaryEnvironment } from "../fuzz/stage/set-stage.ts";
import { startEventReceiver, type EventReceiver } from "../support/event-receiver.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { encodeToken, signWith } from "../support/json-web-token.ts";
import { converse, readAnswers } from "../support/raw-connection.ts";

let receiver: EventReceiver;
let harness: Harness;
let endpointId = "";
beforeAll(async () => {
  receiver = await startEventReceiver();
  harness = await startHarness({
    env: { KYC_EVENT_HOSTS_ALLOWED: receiver.host },
    identomat: { companies: fuzzCompanies },
    kvary: configureKvary,
  });
  const made = await harness.shop.request<{ endpoint: { id: string } }>("POST", "/v1/event-endpoints", {
    body: { url: `${receiver.url}/events` },
  });
  endpointId = made.body.endpoint.id;
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

function signEndUser(): string {
  const claims = { sub: crypto.randomUUID(), exp: Math.floor(Date.now() / 1000) + 600 };
  const secret = kvaryEnvironment("")["JWT_SECRET"] ?? "";
  return encodeToken({ alg: "HS256", typ: "JWT" }, claims, signWith(secret));
}

/** How clients say that there is no body, although they name a type. */
const framings = [
  { name: "without a length", framing: [], end: "" },
  { name: "with a length of 0", framing: ["Content-Length: 0"], end: "" },
  { name: "in no chunk", framing: ["Transfer-Encoding: chunked"], end: "0\r\n\r\n" },
];
const types = [
  "application/json",
  "application/json; charset=utf-8",
  "application/x-www-form-urlencoded",
  "text/plain",
];
const cases = types.flatMap((type) => framings.map((framing) => ({ type, ...framing })));

describe.each(cases)("a request of the type $type whose body is empty, $name,", ({ type, framing, end }) => {
  const send = async (method: string, path: string, key: string) => {
    const head = [
      `${method} ${path} HTTP/1.1`,
      "Host: x",
      "Connection: close",
      `Authorization: Bearer ${key}`,
    ];
    const request = [...head, `Content-Type: ${type}`, ...framing, "", end].join("\r\n");
    const [answer] = readAnswers((await converse(harness.gateway.url, [request])).answer);
    return answer;
  };

  it("refreshes a session", async () => {
    const { body } = await harness.shop.createSession();
    expect(await send("POST", `/v1/sessions/${body.id}/refresh`, harness.key)).toMatchObject({ status: 200 });
  });

  it("erases an applicant", async () => {
    const id = `gone-${crypto.randomUUID()}`;
    await harness.shop.createSession({ applicant: { id } });
    const answer = await send("DELETE", `/v1/applicants/${id}`, harness.key);
    expect(answer?.status).toBeGreaterThanOrEqual(200);
    expect(answer?.status).toBeLessThan(300);
  });

  it.each(["disable", "enable", "test"])("does what it asks of an endpoint: %s", async (action) => {
    const path = `/v1/event-endpoints/${endpointId}/${action}`;
    expect(await send("POST", path, harness.key)).toMatchObject({ status: 200 });
  });

  it("starts a verification of Kvary", async () => {
    const token = signEndUser();
    expect(await send("POST", "/api/kyc/identomat/session", token)).toMatchObject({ status: 200 });
  });

  it("is an issue where a body is needed", async () => {
    expect(await send("POST", "/v1/sessions", harness.key)).toMatchObject({ status: 400 });
  });
});
