import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseKvaryConfig } from "../../gateway/src/features/kvary/kvary.config.ts";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { startTestGateway } from "../support/gateway-harness.ts";
import { startIdentomatSimulator, type IdentomatAct, type IdentomatSimulator } from "@kyc-gateway/simulators";
import type { Gateway } from "@kyc-gateway/gateway";
import { encodeToken, signWith, signWithNewKey, unsigned } from "../support/json-web-token.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { letLapse } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

const secretText = "a-secret-of-at-least-32-characters!";
const callbackApiKey = "simulated-callback-api-key";

let database: TestDatabase;
let identomat: IdentomatSimulator;
let gateway: Gateway;
let api: ApiClient;
let kvary: ReturnType<typeof parseKvaryConfig>;
beforeAll(async () => {
  database = await createTestDatabase();
  identomat = await startIdentomatSimulator();
  kvary = parseKvaryConfig(
    {
      JWT_SECRET: secretText,
      IDENTOMAT_COMPANY_KEY: "simulated-company-key",
      IDENTOMAT_CALLBACK_API_KEY: callbackApiKey,
      IDENTOMAT_BASE_URL: `${identomat.url}/external-api`,
    },
    true,
  );
  gateway = await startTestGateway({ databaseUrl: database.url, kvary });
  identomat.control.setCallbackUrl(`${gateway.url}/api/webhooks/identomat`);
  api = createApiClient(gateway.url);
  await waitFor(async () => (await readMe("nobody")).status === 200, { timeoutMs: 10_000 });
});
afterAll(async () => {
  await api.close();
  await gateway.stop();
  await identomat.close();
  await database.drop();
});

const now = () => Math.floor(Date.now() / 1000);
const hs256 = { alg: "HS256", typ: "JWT" };

function sign(sub: string, exp = now() + 300): string {
  return encodeToken(hs256, { sub, exp }, signWith(secretText));
}

async function press(subject: string, body?: object) {
  const authorization = `Bearer ${sign(subject)}`;
  return api.request<{ verificationId: string; launchUrl: string | null; status: string }>(
    "POST",
    "/api/kyc/identomat/session",
    { headers: { authorization }, ...(body === undefined ? {} : { body }) },
  );
}

async function pressOften(subject: string): Promise<void> {
  for (let click = 0; click < 6; click += 1) await press(subject);
}

async function readMe(subject: string) {
  const headers = { authorization: `Bearer ${sign(subject)}` };
  return api.request<{ status: string; kycStatus: string }>("GET", "/api/kyc/me", { headers });
}

async function act(launchUrl: string | null, what: IdentomatAct): Promise<void> {
  const token = new URL(launchUrl ?? "").searchParams.get("session_token") ?? "";
  identomat.control.act(token, { act: what });
}

async function waitForLegacy(subject: string, status: string): Promise<void> {
  await waitFor(async () => (await readMe(subject)).body.status === status);
}

describe("the button Start Verification", () => {
  it("answers with the three words of the integration", async () => {
    const { status, body } = await press("user-a", {
      returnUrl: "https://kvary.example/done",
      language: "ka",
    });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(["launchUrl", "status", "verificationId"]);
    expect(body).toMatchObject({
      status: "SESSION_CREATED",
      launchUrl: expect.stringContaining(identomat.url),
    });
  });

  it("needs no body", async () => {
    expect((await press("user-b")).status).toBe(200);
  });

  it("continues the open verification when it is pressed again", async () => {
    const first = await press("user-c");
    expect((await press("user-c")).body).toEqual(first.body);
  });

  it("makes one session of a double click", async () => {
    const before = identomat.control.ledger().sessionsCreated;
    const answers = await Promise.all([press("user-d"), press("user-d"), press("user-d")]);
    expect(identomat.control.ledger().sessionsCreated).toBe(before + 1);
    const ids = answers.flatMap(({ status, body }) => (status === 200 ? [body.verificationId] : []));
    expect(new Set(ids).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(readProblem(answer).code).toBe("idempotency_key_in_use");
    expect((await press("user-d")).body.verificationId).toBe(ids[0]);
  });

  it("makes one session of many clicks that overlap with its creation", async () => {
    const users = Array.from({ length: 12 }, (_, index) => `user-many-${index}`);
    const before = identomat.control.ledger().sessionsCreated;
    for (const user of users) await Promise.all(Array.from({ length: 6 }, () => pressOften(user)));
    expect(identomat.control.ledger().sessionsCreated - before).toBe(users.length);
  });

  it("begins anew after a rejection and after an expiry, and not after an approval", async () => {
    const first = await press("user-e");
    await act(first.body.launchUrl, "reject");
    await waitForLegacy("user-e", "REJECTED");
    const second = await press("user-e");
    expect(second.body.verificationId).not.toBe(first.body.verificationId);
    await letLapse(database, second.body.verificationId);
    await waitFor(async () => (await press("user-e")).body.verificationId !== second.body.verificationId);
    const third = await press("user-e");
    await act(third.body.launchUrl, "approve");
    await waitForLegacy("user-e", "VERIFIED");
    expect((await press("user-e")).body).toEqual({
      verificationId: third.body.verificationId,
      launchUrl: null,
      status: "APPROVED",
    });
  });

  it.each([[{ returnUrl: "javascript:x" }], [{ language: "Georgian" }], [{ companyKey: "x" }]])(
    "refuses %j",
    async (body) => {
      expect(readProblem(await press("user-f", body))).toMatchObject({
        status: 400,
        code: "invalid_request",
      });
    },
  );
});

describe("/api/kyc/me speaks the old words", () => {
  it.each([
    ["nobody-yet", [], "UNVERIFIED", "NOT_STARTED"],
    ["m-created", ["open"], "PENDING", "SESSION_CREATED"],
    ["m-started", ["start"], "PENDING", "IN_PROGRESS"],
    ["m-review", ["manual_check"], "PENDING", "PENDING_REVIEW"],
    ["m-approved", ["approve"], "VERIFIED", "APPROVED"],
    ["m-rejected", ["reject"], "REJECTED", "REJECTED"],
    ["m-terms", ["decline_terms"], "REJECTED", "REJECTED"],
    ["m-reversed", ["approve", "operator_reject"], "REJECTED", "REJECTED"],
  ] as const)("%s after %j is %s (%s)", async (...[user, acts, legacy, status]) => {
    const launchUrl = acts.length > 0 ? (await press(user)).body.launchUrl : null;
    for (const what of acts) await act(launchUrl, what);
    await waitFor(async () => (await readMe(user)).body.kycStatus === status);
    expect((await readMe(user)).body).toMatchObject({ status: legacy, kycStatus: status });
  });

  it("says UNVERIFIED again once an attempt has expired", async () => {
    const { body } = await press("m-expired");
    await letLapse(database, body.verificationId);
    await waitFor(async () => (await readMe("m-expired")).body.kycStatus === "EXPIRED");
    expect((await readMe("m-expired")).body.status).toBe("UNVERIFIED");
  });
});

describe("an end user's token", () => {
  const claims = { sub: "u", exp: now() + 3600 };
  const forge = (header: object, body: object) => encodeToken(header, body, signWith(secretText));
  const tokens: [string, string][] = [
    ["without a signature", encodeToken({ alg: "none" }, claims, unsigned)],
    ["without a signature, by another spelling", encodeToken({ alg: "NoNe" }, claims, unsigned)],
    ["that names no algorithm", forge({}, claims)],
    ["whose signature was cut off", encodeToken(hs256, claims, unsigned)],
    ["under another secret", encodeToken(hs256, claims, signWith("another-secret-of-32-characters!!"))],
    ["that has expired", sign("u", now() - 60)],
    ["without an expiry", forge(hs256, { sub: "u" })],
    ["whose expiry is no number", forge(hs256, { sub: "u", exp: "never" })],
    ["without a subject", forge(hs256, { exp: claims.exp })],
    ["with an empty subject", sign("")],
    ["with a subject that is no text", forge(hs256, { ...claims, sub: { a: 1 } })],
    ["with a subject beyond measure", sign("x".repeat(129))],
    ["with a subject that has spaces", sign("a b")],
    ["of another HMAC", encodeToken({ alg: "HS512" }, claims, signWith(secretText, "sha512"))],
    ["of a public key", encodeToken({ alg: "RS256" }, claims, signWithNewKey())],
    ["of a public key that is none", forge({ alg: "RS256" }, claims)],
    ["that is not valid yet", forge(hs256, { ...claims, nbf: now() + 600 })],
    [
      "with an extension that must be understood",
      forge({ ...hs256, crit: ["urn:example:must"], "urn:example:must": 1 }, claims),
    ],
    [
      "with changed claims",
      sign("u").replace(
        /\..*\./,
        `.${Buffer.from('{"sub":"admin","exp":9999999999}').toString("base64url")}.`,
      ),
    ],
    ["that is none", "hello"],
  ];

  it.each(tokens)("%s is refused on both routes", async (_name, token) => {
    const headers = { authorization: `Bearer ${token}` };
    for (const [method, path] of [
      ["POST", "/api/kyc/identomat/session"],
      ["GET", "/api/kyc/me"],
    ] as const)
      expect(readProblem(await api.request(method, path, { headers }))).toMatchObject({
        status: 401,
        code: "unauthenticated",
      });
  });

  it("is needed at all", async () => {
    expect(readProblem(await api.get("/api/kyc/me")).code).toBe("unauthenticated");
  });

  it("opens none of the products' routes", async () => {
    const headers = { authorization: `Bearer ${sign("u")}` };
    expect(readProblem(await api.request("GET", "/v1/sessions", { headers })).code).toBe("unauthenticated");
  });
});

describe("the old webhook path", () => {
  it("refuses a callback with a wrong key", async () => {
    const body = { callbackApiKey: "wrong", type: "update", sessionId: "x".repeat(40) };
    expect(readProblem(await api.request("POST", "/api/webhooks/identomat", { body }))).toMatchObject({
      status: 401,
      code: "webhook_unauthentic",
    });
  });

  it.each([
    "/api/webhooks/identomat",
    "/api/webhooks/identomat/",
    "//api/webhooks/identomat",
    "/api//webhooks///identomat//?attempt=2",
    "/api/webhooks/Identomat",
    "//api/webhooks/IDENTOMAT/?",
  ])("is understood however it is spelt, and answered without a redirect: %s", async (path) => {
    const send = (key: string) => {
      const body = { callbackApiKey: key, type: "update", sessionId: "x".repeat(40) };
      return api.request("POST", path, { body });
    };
    expect(await send(callbackApiKey)).toMatchObject({ status: 200 });
    expect(readProblem(await send("wrong"))).toMatchObject({ status: 401 });
    for (const method of ["GET", "HEAD"])
      expect(await api.request(method, path)).toMatchObject({ status: 204, text: "" });
    const answer = await api.request("OPTIONS", path);
    expect(readProblem(answer)).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect(answer.headers["allow"]).toBe("GET, HEAD, POST");
  });

  it.each([
    "/api/webhooks",
    "/api/webhooks/ondato",
    "/api/webhooks/identomat/more",
    "/api/webhooks/identomat.",
    "/x/api/webhooks/identomat",
    "/api/webhooks/identomat%2F",
  ])("is not found where there is nothing: %s", async (path) => {
    const body = { callbackApiKey, type: "update", sessionId: "x".repeat(40) };
    expect((await api.request("POST", path, { body })).status).toBe(404);
  });
});

describe("users beyond what the product may send", () => {
  it("are answered with 429", async () => {
    const env = { KYC_TENANT_REQUESTS_PER_SECOND: "5" };
    const limited = await startTestGateway({ databaseUrl: database.url, kvary, env });
    const users = createApiClient(limited.url);
    const ask = async (headers: Record<string, string>) =>
      (await users.request("GET", "/api/kyc/me", { headers })).status;
    const headers = { authorization: `Bearer ${sign("user-flood")}` };
    await waitFor(async () => (await ask(headers)) === 200, { timeoutMs: 10_000 });
    const statuses = await Promise.all(Array.from({ length: 20 }, () => ask(headers)));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    await users.close();
    await limited.stop();
  });
});

describe("one user beyond what a user may send", () => {
  it("is answered with 429, and nobody else is", async () => {
    const env = { KYC_TENANT_REQUESTS_PER_SECOND: "100", KYC_END_USER_REQUESTS_PER_SECOND: "5" };
    const limited = await startTestGateway({ databaseUrl: database.url, kvary, env });
    const users = createApiClient(limited.url);
    const ask = async (subject: string, path = "/api/kyc/me") => {
      const headers = { authorization: `Bearer ${sign(subject)}` };
      return (await users.request("GET", path, { headers })).status;
    };
    await waitFor(async () => (await ask("user-quiet")) === 200, { timeoutMs: 10_000 });
    const flood = Array.from({ length: 300 }, () => ask("user-flood"));
    const others = Array.from({ length: 10 }, (_, index) => ask(`user-${index}`));
    expect(await Promise.all(others)).toEqual(Array.from({ length: 10 }, () => 200));
    const statuses = await Promise.all(flood);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(200);
    expect(statuses).toContain(200);
    await users.close();
    await limited.stop();
  });
});
