import { addOperator, readPresent } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { describeAccount, startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let operator: ApiClient;
let operatorKey: string;
beforeAll(async () => {
  harness = await startHarness({ withOndato: true });
  const actor = { operator: "test", requestId: null };
  operatorKey = await addOperator(harness.gateway.services.database, actor, {
    name: "nino",
    role: "administrator",
  });
  operator = createApiClient(harness.gateway.url, operatorKey);
  await waitFor(async () => (await operator.get("/admin/v1/tenants")).status === 200);
});
afterAll(async () => {
  await operator.close();
  await harness[Symbol.asyncDispose]();
});

const put = (path: string, body?: unknown) => operator.request("PUT", `/admin/v1${path}`, { body });
const get = <Body>(path: string) => operator.get<Body>(`/admin/v1${path}`);
const remove = (path: string) => operator.request("DELETE", `/admin/v1${path}`);

describe("an operator's key", () => {
  it("opens the admin API and nothing of products", async () => {
    expect(operatorKey).toMatch(/^kop_/);
    expect((await get("/tenants")).status).toBe(200);
    expect(readProblem(await operator.get("/v1/sessions")).code).toBe("unauthenticated");
  });

  it("is the only key that does: a product's does not, nor none", async () => {
    expect(readProblem(await harness.shop.get("/admin/v1/tenants")).code).toBe("unauthenticated");
    const nobody = createApiClient(harness.gateway.url);
    for (const path of ["/tenants", "/connections", "/configuration", "/audit", "/tenants/shop/routing"])
      expect(readProblem(await nobody.get(`/admin/v1${path}`)).code).toBe("unauthenticated");
    await nobody.close();
  });
});

describe("an API key", () => {
  it("tells when it was last used, to the hour", async () => {
    const { database, keyUses } = harness.gateway.services;
    await harness.shop.get("/v1/sessions?limit=1");
    await keyUses.flush();
    const { body } = await get<{ items: { lastUsedAt: string | null }[] }>("/tenants/shop/keys");
    expect(body.items[0]?.lastUsedAt).toMatch(/:00:00\.000Z$/);
    const { rows } = await database.pool.query("select 1 from api_key_uses");
    expect(rows.length).toBeGreaterThan(0);
  });

  it("is replaced by one that may do the same, and works on until the overlap is over", async () => {
    const { body: list } = await get<{ items: { id: string; scopes: string[] }[] }>("/tenants/bank/keys");
    const [old] = list.items;
    const rotated = await operator.request<{ id: string; key: string; scopes: string[] }>(
      "POST",
      `/admin/v1/keys/${old?.id}/rotate`,
      { body: { overlapHours: 1 } },
    );
    expect(rotated).toMatchObject({ status: 201, body: { scopes: old?.scopes } });
    const fresh = createApiClient(harness.gateway.url, rotated.body.key);
    for (const client of [harness.bank, fresh])
      await waitFor(async () => (await client.get("/v1/sessions?limit=1")).status === 200);
    const again = await operator.request<{ key: string }>(
      "POST",
      `/admin/v1/keys/${rotated.body.id}/rotate`,
      {
        body: { overlapHours: 0 },
      },
    );
    expect(again.status).toBe(201);
    await waitFor(async () => (await fresh.get("/v1/sessions?limit=1")).status === 401);
    expect(
      readProblem(await operator.request("POST", `/admin/v1/keys/${rotated.body.id}/rotate`, { body: {} }))
        .code,
    ).toBe("key_not_found");
    await fresh.close();
  });
});

describe("a name that nothing can have", () => {
  it.each([
    ["GET", "/tenants/%00/keys", "tenant_not_found"],
    ["PUT", "/connections/a%00b/limits", "connection_not_found"],
    ["POST", "/connections/%00/release", "connection_not_found"],
  ])("is not found, and never reaches the database: %s %s", async (method, path, code) => {
    const body = method === "PUT" ? {} : undefined;
    expect(readProblem(await operator.request(method, `/admin/v1${path}`, { body }))).toMatchObject({
      status: 404,
      code,
    });
  });

  it("is refused where it is searched for", async () => {
    expect(readProblem(await operator.get("/admin/v1/audit?subject=%00")).code).toBe("invalid_request");
  });
});

describe("a product, from nothing", () => {
  it("gets a tenant, a connection, a flow, rules and a key, and starts a session at once", async () => {
    expect((await put("/tenants/casino")).status).toBe(204);
    const settings = describeAccount("shop", harness.identomat);
    const connection = { adapter: "identomat", tenant: "casino", settings };
    const made = await put("/connections/casino-main", connection);
    expect(made).toMatchObject({
      status: 200,
      body: {
        name: "casino-main",
        webhookPath: "/webhooks/identomat/casino-main",
        settings: { companyKey: { $stored: true }, callbackApiKeys: [{ $stored: true }] },
      },
    });
    expect(made.text).not.toContain("shop-company-key");
    const targets = [{ connection: "casino-main" }];
    expect((await put("/tenants/casino/flows/standard", { targets })).status).toBe(204);
    expect((await put("/tenants/casino/routing", { rules: [{ name: "all", targets }] })).status).toBe(204);
    const body = { name: "site", scopes: ["sessions:write", "sessions:read"], expiresInDays: 30 };
    const { body: key } = await operator.request<{ key: string; id: string }>(
      "POST",
      "/admin/v1/tenants/casino/keys",
      { body },
    );
    const product = createApiClient(harness.gateway.url, key.key);
    expect((await product.createSession()).status).toBe(201);
    expect((await remove(`/keys/${key.id}`)).status).toBe(204);
    expect((await product.get("/v1/sessions")).status).toBe(401);
    await product.close();
  });
});

const connect = (callbackApiKeys: unknown[]) =>
  put("/connections/rotated", {
    adapter: "identomat",
    settings: { ...describeAccount("shop", harness.identomat), callbackApiKeys },
  });

const post = async (callbackApiKey: string) => {
  const body = { callbackApiKey, type: "session-status-update", sessionId: "0".repeat(40) };
  return (await harness.shop.request("POST", "/webhooks/identomat/rotated", { body })).status;
};

describe("a webhook secret", () => {
  it("is rotated with overlap: the next one is taken beside it, then alone", async () => {
    await connect(["the-first-secret"]);
    expect([await post("the-first-secret"), await post("the-second-secret")]).toEqual([200, 401]);
    await connect([{ $stored: true }, "the-second-secret"]);
    expect([await post("the-first-secret"), await post("the-second-secret")]).toEqual([200, 200]);
    await connect(["the-second-secret"]);
    expect([await post("the-first-secret"), await post("the-second-secret")]).toEqual([401, 200]);
  });
});

describe("a change", () => {
  it("takes what was read back as it is: stored secrets stay", async () => {
    const { body } = await get<{ name?: string; webhookPath?: string }>("/connections/shop-identomat");
    const { name: _name, webhookPath: _path, ...connection } = body;
    expect((await put("/connections/shop-identomat", connection)).status).toBe(200);
    const { rows } = await harness.database.pool.query(
      "select 1 from audit_log where subject = 'connection shop-identomat' and action = 'connection.update'",
    );
    expect(rows).toEqual([]);
  });

  it.each([
    [
      "/connections/shop-identomat",
      { adapter: "identomat", tenant: "nobody", settings: { companyKey: { $env: "PATH" }, colour: 1 } },
      ["/tenant unknown_tenant", "/settings/companyKey invalid_reference", "/settings/colour unknown_member"],
    ],
    ["/connections/shop-identomat", { adapter: "ondato", settings: {} }, ["/adapter immutable"]],
    [
      "/tenants/shop/flows/standard",
      {
        requiredChecks: ["fraud"],
        targets: [
          { connection: "shop-identomat", settings: { colour: 1 } },
          { connection: "bank-identomat" },
        ],
      },
      ["/targets/0/settings/colour unknown_member", "/targets/1/connection unknown_connection"],
    ],
    [
      "/tenants/shop/flows/standard",
      { requiredChecks: ["fraud"], targets: [{ connection: "shop-identomat" }] },
      ["/requiredChecks no_capable_target"],
    ],
    [
      "/tenants/shop/routing",
      {
        rules: [
          { name: "a", when: { flows: ["standard"] }, targets: [{ connection: "shop-identomat" }] },
          {
            name: "b",
            when: { flows: ["standard"], countries: ["GEO"] },
            targets: [{ connection: "shop-ondato" }],
          },
        ],
      },
      ["/rules/1 never_matches", "/rules/1/targets/0/connection not_in_flow"],
    ],
  ])("of %s is refused with every issue in its place, and changes nothing", async (path, body, issues) => {
    const before = await readPresent(harness.gateway.services);
    const problem = readProblem(await put(path, body));
    expect(problem.code).toBe("invalid_request");
    const found = problem.issues?.map(({ pointer, code }) => `${pointer} ${code}`) ?? [];
    for (const issue of issues) expect(found).toContain(issue);
    expect(await readPresent(harness.gateway.services)).toEqual(before);
  });

  it("that breaks another part is refused with that part's name", async () => {
    const problem = readProblem(await remove("/connections/shop-ondato"));
    expect(problem.issues?.[0]?.message).toMatch(
      /breaks tenant shop, flow both \(\/targets\/1\/connection\)/,
    );
  });

  it("of what is not there is a 404 of its own", async () => {
    const codes = await Promise.all(
      [
        remove("/connections/nobodys"),
        get("/connections/nobodys"),
        put("/tenants/nobody/routing", { rules: [] }),
        get("/tenants/nobody/flows"),
        get("/tenants/nobody/keys"),
        remove("/tenants/shop/flows/gone"),
        remove(`/keys/${crypto.randomUUID()}`),
      ].map(async (answer) => readProblem(await answer).code),
    );
    expect(codes).toEqual([
      "connection_not_found",
      "connection_not_found",
      "tenant_not_found",
      "tenant_not_found",
      "tenant_not_found",
      "flow_not_found",
      "key_not_found",
    ]);
  });

  it("is refused for a connection with live sessions, unless it is only retired", async () => {
    const { body: session } = await harness.bank.createSession();
    await put("/connections/bank-spare", {
      adapter: "identomat",
      tenant: "bank",
      settings: describeAccount("bank", harness.identomat),
    });
    await put("/tenants/bank/flows/standard", { targets: [{ connection: "bank-spare" }] });
    expect(readProblem(await remove("/connections/bank-identomat")).code).toBe("connection_in_use");
    expect((await operator.request("POST", "/admin/v1/connections/bank-identomat/retire")).status).toBe(204);
    expect((await harness.bank.readSession(session.id)).launch).not.toBeNull();
  });

  it("by several operators at once loses none", async () => {
    const names = Array.from({ length: 8 }, (_value, index) => `flow-${index}`);
    const targets = [{ connection: "shop-identomat" }];
    const answers = await Promise.all(names.map((name) => put(`/tenants/shop/flows/${name}`, { targets })));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 204));
    const { body } = await get<{ items: { name: string }[] }>("/tenants/shop/flows");
    expect(body.items.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });
});

describe("the audit log", () => {
  it("has who, what and in which request, newest first, page by page, and no secret", async () => {
    const answer = await put("/tenants/audited");
    const { body, text } = await get<{
      items: { operator: string; action: string; subject: string; requestId: string; id: string }[];
      nextCursor: string;
    }>("/audit?limit=2");
    expect(body.items[0]).toMatchObject({
      operator: "nino",
      action: "tenant.create",
      subject: "tenant audited",
      requestId: answer.headers["x-request-id"],
    });
    const next = await get<typeof body>(`/audit?limit=200&cursor=${body.nextCursor}`);
    expect(next.body.items.map(({ id }) => id)).not.toContain(body.items[1]?.id);
    expect(`${text}${next.text}`).not.toMatch(/company-key|callback-key|kyc_|kop_/);
    const about = await get<typeof body>("/audit?subject=connection%20casino-main");
    expect(about.body.items.map(({ action }) => action)).toEqual(["connection.create"]);
  });

  it("only grows", async () => {
    const { pool } = harness.database;
    for (const statement of [
      "delete from audit_log",
      "update audit_log set operator = 'me'",
      "truncate audit_log",
    ])
      await expect(pool.query(statement)).rejects.toThrow("the audit log can only grow");
  });
});
