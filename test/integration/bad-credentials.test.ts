import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem } from "../support/api-client.ts";
import { allScopes, startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

async function ask(headers: Record<string, string>) {
  const client = createApiClient(harness.gateway.url);
  const answer = await client.request("GET", "/v1/sessions", { headers });
  await client.close();
  return answer;
}

describe("a request without a right to be made", () => {
  const keys: [string, () => Record<string, string>][] = [
    ["no key", () => ({})],
    ["an empty key", () => ({ authorization: "Bearer " })],
    ["another scheme", () => ({ authorization: `Basic ${harness.key}` })],
    ["what is no key", () => ({ authorization: "Bearer hello" })],
    ["a key with one letter changed", () => ({ authorization: `Bearer ${changeLetter(harness.key)}` })],
    ["a key beside a key", () => ({ authorization: `Bearer ${harness.key} ${harness.key}` })],
    ["a key in another header", () => ({ "x-api-key": harness.key })],
    ["a token of somebody else's", () => ({ authorization: "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1In0." })],
  ];

  it.each(keys)("is refused: %s", async (_name, headers) => {
    const answer = await ask(headers());
    expect(readProblem(answer)).toMatchObject({ status: 401, code: "unauthenticated", retryable: false });
    expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
  });

  it("is refused as soon as the key is revoked, without a restart", async () => {
    const { provisioning, gateway } = harness;
    const { id, key } = await provisioning.createKey({ tenant: "shop", name: "short", scopes: allScopes });
    const client = createApiClient(gateway.url, key);
    await waitFor(async () => (await client.get("/v1/sessions")).status === 200);
    await provisioning.revokeKey(id);
    const refused = await waitFor(async () => {
      const answer = await client.get("/v1/sessions");
      return answer.status === 200 ? undefined : answer;
    });
    await client.close();
    expect(readProblem(refused)).toMatchObject({ status: 401, code: "unauthenticated" });
  });

  it("is refused once the key has expired", async () => {
    const { provisioning, gateway } = harness;
    const expiresAt = new Date(Date.now() + 1000);
    const { key } = await provisioning.createKey({
      tenant: "shop",
      name: "brief",
      scopes: allScopes,
      expiresAt,
    });
    const client = createApiClient(gateway.url, key);
    await waitFor(async () => (await client.get("/v1/sessions")).status === 200);
    const refused = await waitFor(async () => {
      const answer = await client.get("/v1/sessions");
      return answer.status === 200 ? undefined : answer;
    });
    await client.close();
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime());
    expect(readProblem(refused).code).toBe("unauthenticated");
  });
});

describe("a key", () => {
  const needs = [
    ["POST", "/v1/sessions", "sessions:write"],
    ["GET", "/v1/sessions", "sessions:read"],
    ["GET", "/v1/sessions/x", "sessions:read"],
    ["GET", "/v1/sessions/x/timeline", "sessions:read"],
    ["GET", "/v1/sessions/x/result", "results:read"],
    ["GET", "/v1/applicants/x", "sessions:read"],
    ["DELETE", "/v1/sessions/x", "sessions:erase"],
  ] as const;

  it.each(needs)("may not %s %s without %s", async (method, path, scope) => {
    const others = allScopes.filter((other) => other !== scope);
    const { key } = await harness.provisioning.createKey({ tenant: "shop", name: "few", scopes: others });
    const client = createApiClient(harness.gateway.url, key);
    const answer = await waitFor(async () => {
      const found = await client.request(method, path);
      return found.status === 401 ? undefined : found;
    });
    await client.close();
    expect(readProblem(answer)).toMatchObject({ status: 403, code: "scope_missing", retryable: false });
  });
});

function changeLetter(key: string): string {
  const letter = key[10] === "a" ? "b" : "a";
  return `${key.slice(0, 10)}${letter}${key.slice(11)}`;
}
