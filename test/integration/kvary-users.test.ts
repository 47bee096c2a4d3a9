import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseKvaryConfig } from "../../gateway/src/features/kvary/kvary.config.ts";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { startTestGateway } from "../support/gateway-harness.ts";
import { startIdentomatSimulator, type IdentomatSimulator } from "@kyc-gateway/simulators";
import type { Gateway } from "@kyc-gateway/gateway";
import { encodeToken, signWith, signWithNewKey, unsigned } from "../support/json-web-token.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
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

async function readMe(subject: string) {
  const headers = { authorization: `Bearer ${sign(subject)}` };
  return api.request<{ status: string; kycStatus: string }>("GET", "/api/kyc/me", { headers });
}

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
