import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseKvaryConfig } from "../../gateway/src/features/kvary/kvary.config.ts";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { startTestGateway } from "../support/gateway-harness.ts";
import { startIdentomatSimulator, type IdentomatAct, type IdentomatSimulator } from "@kyc-gateway/simulators";
import type { Gateway } from "@kyc-gateway/gateway";
import { encodeToken, signWith } from "../support/json-web-token.ts";
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
