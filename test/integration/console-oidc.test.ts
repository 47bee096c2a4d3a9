import type { OperatorSelf } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiAnswer, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { startOidcIssuer, type Forgery, type OidcIssuer } from "../support/oidc-issuer.ts";

const consoleUrl = "https://console.example.com";
const callbackPath = "/console/oidc/callback";
const nino = { sub: "u-1", preferred_username: "nino", roles: ["kyc-support"] };

let issuer: OidcIssuer;
let harness: Harness;
let browser: ApiClient;
beforeAll(async () => {
  issuer = await startOidcIssuer(`${consoleUrl}${callbackPath}`);
  harness = await startHarness({
    env: {
      KYC_CONSOLE_URL: consoleUrl,
      KYC_CONSOLE_OIDC_ISSUER: issuer.url,
      KYC_CONSOLE_OIDC_CLIENT_ID: issuer.client.id,
      KYC_CONSOLE_OIDC_CLIENT_SECRET: issuer.client.secret,
      KYC_CONSOLE_OIDC_ROLES: "kyc-admins=administrator,kyc-support=support,kyc-look=viewer",
    },
  });
  browser = createApiClient(harness.gateway.url);
});
afterAll(async () => {
  await browser.close();
  await harness[Symbol.asyncDispose]();
  await issuer.close();
});
beforeEach(() => {
  issuer.person = nino;
  issuer.behaviour = "normal";
  issuer.forgery = undefined;
});

const listCookies = ({ headers }: ApiAnswer): readonly string[] => [headers["set-cookie"] ?? []].flat();
const readPair = (cookies: readonly string[], name: string): string =>
  cookies.find((cookie) => cookie.startsWith(`${name}=`))?.split(";")[0] ?? "";
const readLocation = ({ headers }: ApiAnswer): string => String(headers["location"]);
const visit = (path: string, cookie = "") =>
  browser.request<OperatorSelf>("GET", path, { headers: cookie === "" ? {} : { cookie } });

/** The way to the provider: the cookie that the browser keeps, and where it is sent. */
async function begin(): Promise<{ cookie: string; url: string }> {
  const answer = await visit("/console/oidc/login");
  expect(answer.status).toBe(302);
  return {
    cookie: readPair(listCookies(answer), "__Host-kyc_console_sign_in"),
    url: readLocation(answer),
  };
}

/** What the provider sends the browser back with, as a path of the gateway. */
async function passProvider(url: string): Promise<string> {
  const jar = new Map<string, string>();
  for (let next = url; ;) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(next, { redirect: "manual", headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`);
    next = new URL(location, issuer.url).href;
    if (next.startsWith(consoleUrl)) return next.slice(consoleUrl.length);
  }
}

async function comeBack(): Promise<{ cookie: string; path: string }> {
  const { cookie, url } = await begin();
  return { cookie, path: await passProvider(url) };
}

async function signIn(): Promise<ApiAnswer<OperatorSelf>> {
  const { cookie, path } = await comeBack();
  return visit(path, cookie);
}

const readSession = (answer: ApiAnswer) => readPair(listCookies(answer), "__Host-kyc_console");

function expectRefusal(answer: ApiAnswer, reason: string): void {
  expect([answer.status, readLocation(answer)]).toEqual([302, `/console?sign-in=${reason}`]);
  expect(readSession(answer)).toBe("");
}

describe("an identity provider that does not answer as one", () => {
  it.each(["html", "hangs", "other-issuer"] as const)(
    "signs nobody in, and nobody waits for it: %s",
    async (behaviour) => {
      issuer.behaviour = behaviour;
      expectRefusal(await visit("/console/oidc/login"), "unavailable");
    },
  );

  it("is asked again: the next one is sent to it", async () => {
    const { url } = await begin();
    const asked = new URL(url);
    expect(asked.origin).toBe(issuer.url);
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: "code",
      client_id: issuer.client.id,
      redirect_uri: `${consoleUrl}${callbackPath}`,
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
  });
});

describe("signing in by OpenID Connect", () => {
  it("is told of beside keys", async () => {
    const { body } = await browser.get("/console/sign-in-methods");
    expect(body).toEqual({ methods: ["key", "oidc"] });
  });

  it("begins a session with the name and the role of the provider", async () => {
    const answer = await signIn();
    expect([answer.status, readLocation(answer)]).toEqual([302, "/console"]);
    const attributes = listCookies(answer).find((cookie) => cookie.startsWith("__Host-kyc_console="));
    expect(attributes).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const { body } = await visit("/admin/v1/me", readSession(answer));
    expect(body).toMatchObject({ name: "oidc:nino", role: "support", signIn: "oidc" });
  });

  it.each([
    [
      "the highest of several",
      { roles: ["kyc-look", "kyc-admins", "kyc-support", "others"] },
      "administrator",
    ],
    ["a text for one", { roles: "kyc-look" }, "viewer"],
  ])("gives the role of %s", async (_name, claims, role) => {
    issuer.person = { ...nino, ...claims };
    const { body } = await visit("/admin/v1/me", readSession(await signIn()));
    expect(body.role).toBe(role);
  });

  it.each([
    [
      "the email address",
      { preferred_username: undefined, email: "nino@example.com" },
      "oidc:nino@example.com",
    ],
    ["the provider's id", { preferred_username: " " }, "oidc:u-1"],
    ["one line", { preferred_username: "ni\u0000no\r\n\u202Eadmin" }, "oidc:ni no admin"],
  ])("names who has no plain name by %s", async (_name, claims, name) => {
    issuer.person = { ...nino, ...claims };
    const { body } = await visit("/admin/v1/me", readSession(await signIn()));
    expect(body.name).toBe(name);
  });

  it.each([
    ["none", { roles: undefined }],
    ["an empty list", { roles: [] }],
    ["others", { roles: ["staff", "KYC-ADMINS", "kyc-admins,kyc-support", ""] }],
    ["what is no text", { roles: [{ name: "kyc-admins" }, 1, null, true] }],
    ["an object", { roles: { "kyc-admins": true } }],
    ["names of an object's parts", { roles: ["__proto__", "constructor"] }],
  ])("lets nobody in whose roles are %s", async (_name, claims) => {
    issuer.person = { ...nino, ...claims };
    expectRefusal(await signIn(), "no-role");
  });

  it("is in the audit log, with the provider's id of the person", async () => {
    await signIn();
    const { rows } = await harness.database.pool.query(
      "select operator, action, subject, detail from audit_log where action = 'console.sign_in' order by id desc limit 1",
    );
    expect(rows).toEqual([
      {
        operator: "oidc:nino",
        action: "console.sign_in",
        subject: "operator oidc:nino",
        detail: { signIn: "oidc", role: "support", subject: "u-1" },
      },
    ]);
  });

  it("ends after an hour", async () => {
    const cookie = readSession(await signIn());
    const { rows } = await harness.database.pool.query(
      "select expires_at - created_at = interval '1 hour' as hour from console_sessions order by id desc limit 1",
    );
    expect(rows).toEqual([{ hour: true }]);
    await harness.database.pool.query("update console_sessions set expires_at = now() - interval '1 second'");
    expect(readProblem(await visit("/admin/v1/me", cookie)).code).toBe("unauthenticated");
  });
});

describe("what comes back from the provider", () => {
  it("counts once: a replayed code signs nobody in", async () => {
    const { cookie, path } = await comeBack();
    const first = await visit(path, cookie);
    expect(readSession(first)).not.toBe("");
    expect(listCookies(first)).toContainEqual(
      expect.stringMatching(
        /^__Host-kyc_console_sign_in=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    );
    expectRefusal(await visit(path, cookie), "failed");
  });

  it.each([
    ["another state", (path: string) => path.replace(/state=[^&]+/, "state=x")],
    ["no state", (path: string) => path.replace(/&?state=[^&]+/, "")],
    ["two states", (path: string) => `${path}&state=x`],
    ["another issuer", (path: string) => path.replace(/iss=[^&]+/, "iss=http%3A%2F%2F127.0.0.1")],
    ["no code", (path: string) => path.replace(/code=[^&]+&?/, "")],
    ["another code", (path: string) => path.replace(/code=[^&]+/, "code=x")],
    ["nothing", () => callbackPath],
    ["a place to go to", () => `${callbackPath}?redirect=https://evil.example&error=//evil.example`],
  ])("signs nobody in with %s", async (_name, change) => {
    const { cookie, path } = await comeBack();
    expectRefusal(await visit(change(path), cookie), "failed");
  });

  it.each(["html", "other-issuer"] as const)(
    "signs nobody in when the provider then answers: %s",
    async (behaviour) => {
      const { cookie, path } = await comeBack();
      issuer.behaviour = behaviour;
      expectRefusal(await visit(path, cookie), "failed");
    },
  );

  it("is refused to somebody who refuses at the provider", async () => {
    issuer.person = null;
    expectRefusal(await signIn(), "failed");
  });

  it.each([
    ["no cookie", async () => ""],
    ["a made-up cookie", async () => "__Host-kyc_console_sign_in=a.b.c.d.e"],
    ["a changed cookie", async ({ cookie }: { cookie: string }) => cookie.slice(0, -3)],
    ["a token that is not sealed", async () => "__Host-kyc_console_sign_in=eyJhbGciOiJub25lIn0.e30."],
  ])("signs nobody in with %s, and the provider is not asked", async (_name, choose) => {
    const { cookie, path } = await comeBack();
    const other = await choose({ cookie });
    issuer.requests.length = 0;
    expectRefusal(await visit(path, other), "expired");
    expect(issuer.requests).toEqual([]);
  });

  it("signs nobody in with the cookie of another browser", async () => {
    const { path } = await comeBack();
    const { cookie } = await begin();
    expectRefusal(await visit(path, cookie), "failed");
  });

  it.each<[string, Forgery]>([
    ["signed by another key", { key: "strange" }],
    ["not signed", { key: "own", header: { alg: "none" } }],
    ["for another client", { key: "own", claims: (issued) => ({ ...issued, aud: "another" }) }],
    ["of another issuer", { key: "own", claims: (issued) => ({ ...issued, iss: "https://evil.example" }) }],
    ["of another sign-in", { key: "own", claims: (issued) => ({ ...issued, nonce: "x" }) }],
    ["that has expired", { key: "own", claims: (issued) => ({ ...issued, exp: 1 }) }],
    [
      "of another person than the user information",
      { key: "own", claims: (issued) => ({ ...issued, sub: "u-2" }) },
    ],
  ])("signs nobody in with a token %s", async (_name, forgery) => {
    issuer.forgery = forgery;
    expectRefusal(await signIn(), "failed");
  });

  it("is taken from the token where the token has the roles", async () => {
    issuer.forgery = { key: "own", claims: (issued) => ({ ...issued, roles: ["kyc-admins"] }) };
    const { body } = await visit("/admin/v1/me", readSession(await signIn()));
    expect(body.role).toBe("administrator");
  });

  it("is in no log, nor is the client's secret", async () => {
    const { cookie, path } = await comeBack();
    await visit(path, cookie);
    await visit(path, cookie);
    const text = harness.capture.lines.join("\n");
    const code = new URL(path, consoleUrl).searchParams.get("code") ?? "none";
    expect(text).toContain("console_sign_in_refused");
    for (const secret of [code, issuer.client.secret, cookie.split("=")[1] ?? "none"])
      expect(text).not.toContain(secret);
  });
});
