import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem } from "../support/api-client.ts";
import { startTestGateway } from "../support/gateway-harness.ts";
import { encodeToken, signWith, signWithNewKey, unsigned } from "../support/json-web-token.ts";
import { kvarySecret, signEndUser, startKvaryStage, type KvaryStage } from "../support/kvary-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: KvaryStage;
beforeAll(async () => {
  stage = await startKvaryStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const now = () => Math.floor(Date.now() / 1000);

const hs256 = { alg: "HS256", typ: "JWT" };

const forge = (header: object, body: object) => encodeToken(header, body, signWith(kvarySecret));

describe("an end user's token", () => {
  const claims = { sub: "u", exp: now() + 3600 };
  const tokens: [string, string][] = [
    ["without a signature", encodeToken({ alg: "none" }, claims, unsigned)],
    ["without a signature, by another spelling", encodeToken({ alg: "NoNe" }, claims, unsigned)],
    ["that names no algorithm", forge({}, claims)],
    ["whose signature was cut off", encodeToken(hs256, claims, unsigned)],
    ["under another secret", encodeToken(hs256, claims, signWith("another-secret-of-32-characters!!"))],
    ["that has expired", signEndUser("u", now() - 60)],
    ["without an expiry", forge(hs256, { sub: "u" })],
    ["whose expiry is no number", forge(hs256, { sub: "u", exp: "never" })],
    ["without a subject", forge(hs256, { exp: claims.exp })],
    ["with an empty subject", signEndUser("")],
    ["with a subject that is no text", forge(hs256, { ...claims, sub: { a: 1 } })],
    ["with a subject beyond measure", signEndUser("x".repeat(129))],
    ["with a subject that has spaces", signEndUser("a b")],
    ["of another HMAC", encodeToken({ alg: "HS512" }, claims, signWith(kvarySecret, "sha512"))],
    ["of a public key", encodeToken({ alg: "RS256" }, claims, signWithNewKey())],
    ["of a public key that is none", forge({ alg: "RS256" }, claims)],
    ["that is not valid yet", forge(hs256, { ...claims, nbf: now() + 600 })],
    [
      "with an extension that must be understood",
      forge({ ...hs256, crit: ["urn:example:must"], "urn:example:must": 1 }, claims),
    ],
    [
      "with changed claims",
      signEndUser("u").replace(
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
      expect(readProblem(await stage.users.request(method, path, { headers }))).toMatchObject({
        status: 401,
        code: "unauthenticated",
      });
  });

  it("is needed at all", async () => {
    expect(readProblem(await stage.users.get("/api/kyc/me")).code).toBe("unauthenticated");
  });

  it("opens none of the products' routes", async () => {
    const headers = { authorization: `Bearer ${signEndUser("u")}` };
    expect(readProblem(await stage.users.request("GET", "/v1/sessions", { headers })).code).toBe(
      "unauthenticated",
    );
  });
});

describe("users beyond what the product may send", () => {
  it("are answered with 429", async () => {
    const env = { KYC_TENANT_REQUESTS_PER_SECOND: "5" };
    const limited = await startTestGateway({
      databaseUrl: stage.harness.database.url,
      kvary: stage.kvary,
      env,
    });
    const users = createApiClient(limited.url);
    const ask = async (headers: Record<string, string>) =>
      (await users.request("GET", "/api/kyc/me", { headers })).status;
    const headers = { authorization: `Bearer ${signEndUser("user-flood")}` };
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
    const limited = await startTestGateway({
      databaseUrl: stage.harness.database.url,
      kvary: stage.kvary,
      env,
    });
    const users = createApiClient(limited.url);
    const ask = async (subject: string, path = "/api/kyc/me") => {
      const headers = { authorization: `Bearer ${signEndUser(subject)}` };
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
