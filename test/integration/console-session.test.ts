import type { OperatorSelf } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { revokeOperator, setOperatorRole } from "../../gateway/src/features/access/operators.ts";
import { createApiClient, readProblem, type ApiAnswer, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { addOperatorKey } from "../support/operators.ts";

const actor = { operator: "test", requestId: null };
let harness: Harness;
let nobody: ApiClient;
let key: string;
beforeAll(async () => {
  harness = await startHarness();
  nobody = createApiClient(harness.gateway.url);
  key = await addOperatorKey(harness.gateway, "administrator", "nino");
});
afterAll(async () => {
  await nobody.close();
  await harness[Symbol.asyncDispose]();
});

const own = () => ({ "x-kyc-console": "1", origin: harness.gateway.url });

function signIn(withKey: string, headers: Record<string, string> = {}): Promise<ApiAnswer<OperatorSelf>> {
  return nobody.request<OperatorSelf>("POST", "/console/session", {
    headers: { origin: harness.gateway.url, ...headers, authorization: `Bearer ${withKey}` },
  });
}

function readSetCookie({ headers }: ApiAnswer): string {
  return [headers["set-cookie"] ?? ""].flat().join("\n");
}

async function takeCookie(withKey: string, headers?: Record<string, string>): Promise<string> {
  const answer = await signIn(withKey, headers);
  expect(answer.status).toBe(201);
  return readSetCookie(answer).split(";")[0] ?? "";
}

/** A request under the cookie: by default, who it stands for. */
const asCookie = (
  cookie: string,
  [method, path]: readonly [string, string] = ["GET", "/admin/v1/me"],
  headers: Record<string, string> = {},
) => nobody.request<OperatorSelf>(method, path, { headers: { ...headers, cookie } });

const change = (cookie: string, headers: Record<string, string>) =>
  asCookie(cookie, ["PUT", "/admin/v1/tenants/made-in-console"], headers);

const age = (column: "expires_at" | "last_used_at", interval: string) =>
  harness.database.pool.query(`update console_sessions set ${column} = now() - $1::interval`, [interval]);

describe("signing in", () => {
  it("takes keys alone unless OpenID Connect is configured", async () => {
    expect((await nobody.get("/console/sign-in-methods")).body).toEqual({ methods: ["key"] });
    for (const path of ["/console/oidc/login", "/console/oidc/callback?code=a&state=b"])
      expect(readProblem(await nobody.get(path)).code).toBe("route_not_found");
  });
});

describe("a session of the console", () => {
  it("is made of an operator's key, and stands for the operator", async () => {
    const answer = await signIn(key);
    expect(answer).toMatchObject({
      status: 201,
      body: { name: "nino", role: "administrator", signIn: "console" },
    });
    expect(answer.text).not.toContain("kop_");
    const [cookie = ""] = readSetCookie(answer).split(";");
    expect((await asCookie(cookie)).body).toEqual(answer.body);
    expect((await asCookie(cookie, ["GET", "/admin/v1/tenants"])).status).toBe(200);
  });

  it("is in a cookie that scripts cannot read and other sites cannot cause to be sent", async () => {
    const plain = readSetCookie(await signIn(key));
    expect(plain).toMatch(/^kyc_console=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    const overTls = readSetCookie(await signIn(key, { origin: "https://kyc.example.com" }));
    expect(overTls).toMatch(
      /^__Host-kyc_console=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it("is another one each time, and only its hash is stored", async () => {
    const [first, second] = [await takeCookie(key), await takeCookie(key)];
    expect(first).not.toBe(second);
    const { rows } = await harness.database.pool.query("select * from console_sessions");
    expect(JSON.stringify(rows)).not.toContain(first.split("=")[1]);
    expect(harness.capture.lines.join("\n")).not.toContain(first.split("=")[1]);
  });

  it("that the browser was made to bring along is ended by the sign-in, not taken over", async () => {
    const planted = await takeCookie(await addOperatorKey(harness.gateway, "viewer", "mallory"));
    const fresh = await takeCookie(key, { cookie: planted });
    expect(fresh).not.toBe(planted);
    expect((await asCookie(planted)).status).toBe(401);
    expect((await asCookie(fresh)).body.name).toBe("nino");
  });

  it.each([
    ["none", {}],
    ["a product's", () => ({ authorization: `Bearer ${harness.key}` })],
    ["one that nobody has", { authorization: `Bearer kop_${"a".repeat(43)}_00000000` }],
    ["a cookie", async () => ({ ...own(), cookie: await takeCookie(key) })],
  ])("is not made of another key: %s", async (_name, given) => {
    const headers = typeof given === "function" ? await given() : given;
    const answer = await nobody.request("POST", "/console/session", { headers });
    expect(readProblem(answer).code).toBe("unauthenticated");
    expect(readSetCookie(answer)).toBe("");
  });

  it.each([
    ["empty", ""],
    ["made up", "x".repeat(43)],
    ["long", "x".repeat(4000)],
    ["of letters that no cookie has", "%00%ff;\u00e9"],
    ["an operator's key", () => key],
  ])("is nobody's under another value: %s", async (_name, value) => {
    const text = typeof value === "function" ? value() : value;
    for (const name of ["kyc_console", "__Host-kyc_console"])
      expect(readProblem(await asCookie(`${name}=${encodeURI(text)}`)).code).toBe("unauthenticated");
  });

  it("opens nothing of products, and its value is no key", async () => {
    const cookie = await takeCookie(key);
    expect((await asCookie(cookie, ["GET", "/v1/sessions"])).status).toBe(401);
    const asKey = await nobody.request("GET", "/admin/v1/me", {
      headers: { authorization: `Bearer ${cookie.split("=")[1]}` },
    });
    expect(asKey.status).toBe(401);
  });
});

describe("a change under the cookie", () => {
  it("is made by the console itself, and the audit log names the operator", async () => {
    const cookie = await takeCookie(key);
    expect((await change(cookie, own())).status).toBeLessThan(300);
    const { body } = await asCookie(cookie, ["GET", "/admin/v1/audit?subject=tenant%20made-in-console"]);
    expect(JSON.stringify(body)).toContain('"operator":"nino"');
  });

  it.each([
    ["without the header of the console", () => ({ origin: harness.gateway.url })],
    ["without an origin", () => ({ "x-kyc-console": "1" })],
    ["of a page without an origin", () => ({ ...own(), origin: "null" })],
    ["of another site", () => ({ ...own(), origin: "https://evil.example" })],
    ["of another port", () => ({ ...own(), origin: "http://127.0.0.1:1" })],
    [
      "of a site whose name begins alike",
      () => ({ ...own(), origin: `${harness.gateway.url}.evil.example` }),
    ],
    [
      "of a name with the gateway's as its user",
      () => ({ ...own(), origin: `http://127.0.0.1@evil.example` }),
    ],
  ])("is refused %s", async (_name, describeHeaders) => {
    const cookie = await takeCookie(key);
    const headers = describeHeaders();
    expect(readProblem(await change(cookie, headers))).toMatchObject({
      status: 403,
      code: "cross_site_request",
    });
    const over = await asCookie(cookie, ["DELETE", "/console/session"], headers);
    expect(readProblem(over).code).toBe("cross_site_request");
    expect((await asCookie(cookie)).status).toBe(200);
  });

  it("is refused by the operator's role as under the key", async () => {
    const cookie = await takeCookie(await addOperatorKey(harness.gateway, "viewer", "looker"));
    expect(readProblem(await change(cookie, own())).code).toBe("role_missing");
  });
});

describe("the end of a session of the console", () => {
  it("comes with the sign-out, which takes the cookie away", async () => {
    const cookie = await takeCookie(key);
    const answer = await asCookie(cookie, ["DELETE", "/console/session"], own());
    expect(answer.status).toBe(204);
    expect(readSetCookie(answer)).toMatch(/^kyc_console=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await asCookie(cookie)).status).toBe(401);
  });

  it("comes at once when the key is revoked", async () => {
    const cookie = await takeCookie(await addOperatorKey(harness.gateway, "reviewer", "leaver"));
    expect((await asCookie(cookie)).status).toBe(200);
    await revokeOperator(harness.gateway.services.database, actor, "leaver");
    expect(readProblem(await asCookie(cookie)).detail).toContain("sign in again");
  });

  it("does not come with another role, which is in force at once", async () => {
    const cookie = await takeCookie(await addOperatorKey(harness.gateway, "viewer", "climber"));
    await setOperatorRole(harness.gateway.services.database, actor, { name: "climber", role: "reviewer" });
    expect((await asCookie(cookie)).body.role).toBe("reviewer");
  });

  it.each([
    ["after its longest time, however much it is used", "expires_at", "1 second"],
    ["when nobody uses it for half an hour", "last_used_at", "31 minutes"],
  ] as const)("comes %s", async (_name, column, interval) => {
    const cookie = await takeCookie(key);
    await age(column, interval);
    expect((await asCookie(cookie)).status).toBe(401);
  });

  it("is put off by a use", async () => {
    const cookie = await takeCookie(key);
    await age("last_used_at", "29 minutes");
    expect((await asCookie(cookie)).status).toBe(200);
    const { rows } = await harness.database.pool.query(
      "select 1 from console_sessions where last_used_at > now() - interval '1 minute'",
    );
    expect(rows.length).toBeGreaterThan(0);
  });
});
