import { addOperator, applyFile, FileIssuesError, listChangeLines, readPresent } from "@kyc-gateway/gateway";
import { stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const variables: Record<string, string> = {};

async function apply(text: string): Promise<readonly string[]> {
  const changes = await applyFile(harness.gateway.services, {
    file: "gateway.yaml",
    text,
    source: { readVariable: (name) => variables[name], readFile: () => undefined },
    actor: { operator: "ops", requestId: "test" },
    isDryRun: false,
    isPruning: false,
  });
  return listChangeLines(changes);
}

async function findIssues(text: string): Promise<readonly string[]> {
  const error: unknown = await apply(text).catch((failure: unknown) => failure);
  if (!(error instanceof FileIssuesError)) throw new Error("The file was taken.", { cause: error });
  return error.issues.map(({ line, pointer, code }) => `${line} ${pointer} ${code}`);
}

function bank(...eventEndpoints: object[]): string {
  return JSON.stringify({ tenants: [{ name: "bank-b", eventEndpoints }] });
}

async function listEndpoints() {
  const { services } = harness.gateway;
  await services.configuration.reload();
  return services.events.endpoints.store.list(services.configuration.current.tenants.get("bank-b") ?? "");
}

describe("event endpoints in a file", () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  const next = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
  const keyed = { url: "https://bank.example/kyc", signingKey: { $env: "BANK_EVENT_KEY" } };
  const plain = {
    url: "https://bank.example/audit",
    description: "for audits",
    types: ["session.status_changed"],
  };
  it("are made once, with keys of their own or those that they refer to", async () => {
    variables["BANK_EVENT_KEY"] = secret;
    expect(await apply(bank(keyed, plain))).toContain("+ endpoint bank-b https://bank.example/kyc");
    expect(await apply(bank(keyed, plain))).toEqual([]);
    const [first, second] = await listEndpoints();
    expect(first?.keys.map((key) => `whsec_${key.secret}`)).toEqual([secret]);
    expect(second).toMatchObject({
      description: "for audits",
      types: ["session.status_changed"],
      state: "active",
    });
    expect(second?.keys).toHaveLength(1);
  });

  it("are given back without secrets, and applied again change nothing", async () => {
    const present = stringify(await readPresent(harness.gateway.services));
    expect(present).toContain("$env: BANK_EVENT_KEY");
    for (const { keys } of await listEndpoints())
      for (const key of keys) expect(present).not.toContain(key.secret);
    expect(await apply(present)).toEqual([]);
  });

  it("sign with a key that changed behind its reference, and with the old one for a while; nothing tells it", async () => {
    variables["BANK_EVENT_KEY"] = next;
    const lines = await apply(bank(keyed, plain));
    expect(lines).toEqual([
      "~ endpoint bank-b https://bank.example/kyc",
      '    ~ /signingKey/secret  "(secret)" → "(secret)"',
    ]);
    const [first] = await listEndpoints();
    expect(first?.keys.map((key) => [`whsec_${key.secret}`, key.expiresAt === null])).toEqual([
      [secret, false],
      [next, true],
    ]);
    const { rows } = await harness.database.pool.query("select * from audit_log");
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${secret.slice(6, 30)}|${next.slice(6, 30)}`));
  });

  it("keep their keys and their state when something else of them changes, and when a tenant turned its key itself", async () => {
    const before = await listEndpoints();
    const { endpoints } = harness.gateway.services.events;
    const actor = { operator: "shop", requestId: null };
    const { id = "", tenantId = "" } = before[1] ?? {};
    await endpoints.disable({ tenantId, id, actor });
    await endpoints.rotate({ tenantId, id, actor }, { kind: "ed25519", overlapHours: 1 });
    await apply(bank(keyed, { ...plain, description: "for auditors" }));
    const [, after] = await listEndpoints();
    expect(after).toMatchObject({ id, state: "disabled", description: "for auditors" });
    expect(after?.keys.map(({ kind }) => kind)).toEqual(["hmac", "ed25519"]);
    expect(stringify(await readPresent(harness.gateway.services))).toContain("keyKind: ed25519");
  });

  it("stay when a file says nothing of them, and go when it leaves them out of its list", async () => {
    expect(await apply(JSON.stringify({ tenants: [{ name: "bank-b" }] }))).toEqual([]);
    expect(await apply(bank(keyed))).toEqual(["- endpoint bank-b https://bank.example/audit"]);
    expect(await listEndpoints()).toHaveLength(1);
  });

  it("are refused with every issue in its place, and change nothing", async () => {
    const before = await listEndpoints();
    variables["BANK_SHORT_KEY"] = "whsec_c2hvcnQ=";
    const issues = await findIssues(
      stringify({
        tenants: [
          {
            name: "bank-b",
            eventEndpoints: [
              { url: "http://bank.example/kyc" },
              { url: "https://10.0.0.1/kyc" },
              { url: "https://bank.example/a", signingKey: { $env: "NOT_SET" } },
              { url: "https://bank.example/a" },
              { url: "https://bank.example/b", signingKey: { $env: "BANK_SHORT_KEY" } },
              { url: "https://bank.example/c", keyKind: "ed25519", signingKey: { $env: "BANK_EVENT_KEY" } },
              { url: "https://bank.example/d", signingKey: secret },
              { url: "https://bank.example/e", types: ["session.unheard"] },
            ],
          },
        ],
      }),
    );
    expect(issues.map((issue) => issue.replace(/^\d+ \/tenants\/0\/eventEndpoints/, ""))).toEqual([
      "/0/url wrong_scheme",
      "/1/url address_refused",
      "/2/signingKey invalid_reference",
      "/3/url not_unique",
      "/4/signingKey invalid_key",
      "/5/signingKey contradiction",
      "/6/signingKey invalid",
      "/7/types/0 not_allowed",
    ]);
    expect(await listEndpoints()).toEqual(before);
  });

  it("take a shared secret without its prefix as the reference libraries do: it is the same key", async () => {
    variables["BANK_EVENT_KEY"] = secret.slice("whsec_".length);
    expect(await apply(bank(keyed))).not.toEqual([]);
    const [endpoint] = await listEndpoints();
    expect(endpoint?.keys.at(-1)?.secret).toBe(secret.slice("whsec_".length));
    variables["BANK_EVENT_KEY"] = secret;
    expect(await apply(bank(keyed))).toEqual([]);
  });

  it.each([
    ["with a signature's version", `v1,${secret}`],
    ["without padding", secret.replace(/=+$/, "")],
    ["in the URL alphabet", `whsec_${Buffer.alloc(33, 251).toString("base64url")}`],
    ["of 65 bytes", `whsec_${Buffer.alloc(65, 7).toString("base64")}`],
    ["with a line break", `${secret}\n`],
  ])("refuse a shared secret %s, and store nothing", async (_form, text) => {
    const before = await listEndpoints();
    variables["BANK_ODD_KEY"] = text;
    const odd = { url: "https://bank.example/odd", signingKey: { $env: "BANK_ODD_KEY" } };
    expect(await findIssues(bank(keyed, odd))).toEqual([
      expect.stringContaining("/1/signingKey invalid_key"),
    ]);
    expect(await listEndpoints()).toEqual(before);
  });
});

describe("event endpoints by the admin API", () => {
  it("are the same ones; a key cannot be referred to there", async () => {
    const { services } = harness.gateway;
    const key = await addOperator(
      services.database,
      { operator: "ops", requestId: null },
      { name: "endpoints", role: "administrator" },
    );
    const operator = createApiClient(harness.gateway.url, key);
    const path = "/admin/v1/tenants/bank-b/event-endpoints";
    const { body } = await operator.get<{ eventEndpoints: object[] }>(path);
    expect(body.eventEndpoints).toEqual([
      { url: "https://bank.example/kyc", signingKey: { $env: "BANK_EVENT_KEY" } },
    ]);
    const put = (eventEndpoints: object[]) => operator.request("PUT", path, { body: { eventEndpoints } });
    expect((await put(body.eventEndpoints)).status).toBe(204);
    const foreign = { url: "https://bank.example/new", signingKey: { $env: "BANK_EVENT_KEY" } };
    expect(readProblem(await put([foreign]))).toMatchObject({
      code: "invalid_request",
      issues: [{ pointer: "/eventEndpoints/0/signingKey", code: "invalid_reference" }],
    });
    const [kept] = body.eventEndpoints;
    expect((await put([{ ...kept }, { url: "https://bank.example/new" }])).status).toBe(204);
    const [first, added] = await listEndpoints();
    expect(first?.keys.at(-1)?.reference).toEqual({ $env: "BANK_EVENT_KEY" });
    expect(added?.url).toBe("https://bank.example/new");
    await operator.close();
  });
});

it("changes of the same endpoints at once wait for each other, never for ever", async () => {
  const { gateway, provisioning } = harness;
  const operatorKey = await addOperator(
    gateway.services.database,
    { operator: "ops", requestId: null },
    { name: "both", role: "administrator" },
  );
  const operator = createApiClient(gateway.url, operatorKey);
  const scopes = ["endpoints:read", "endpoints:write"] as const;
  const { key } = await provisioning.createKey({ tenant: "bank-b", name: "both", scopes });
  const product = createApiClient(gateway.url, key);
  const url = "https://bank.example/contested";
  const change = async () => {
    const body = { eventEndpoints: [{ url, description: crypto.randomUUID() }] };
    const put = await operator.request("PUT", "/admin/v1/tenants/bank-b/event-endpoints", { body });
    const endpoints = await listEndpoints();
    const entries = endpoints.flatMap(({ id }) => [
      product.request("POST", `/v1/event-endpoints/${id}/disable`),
      product.request("PATCH", `/v1/event-endpoints/${id}`, {
        body: { url: `${url}/${crypto.randomUUID()}` },
      }),
      product.request("POST", "/v1/event-endpoints", { body: { url } }),
      product.request("DELETE", `/v1/event-endpoints/${id}`),
      product.request("POST", "/v1/event-endpoints", { body: { url } }),
    ]);
    return [put, ...(await Promise.all(entries))].map(({ status }) => status);
  };
  const statuses = new Set<number>();
  for (let round = 0; round < 5; round += 1)
    for (const status of (await Promise.all(Array.from({ length: 8 }, change))).flat()) statuses.add(status);
  // 503: the wait for a lock has an end, and is told as what may be repeated.
  expect([...statuses].filter((status) => ![200, 201, 204, 404, 409, 503].includes(status))).toEqual([]);
  expect(statuses).toContain(201);
  await Promise.all([operator.close(), product.close()]);
});

it("a connection where a start is under way is not removed", async () => {
  const { connections } = harness.gateway.services.configuration.current;
  const [[id, { name }] = ["", { name: "" }]] = [...connections];
  await harness.database.pool.query(
    `update sessions set attempted_connection_id = $1, status = 'NOT_STARTED', connection_id = null, is_outcome_unknown = true
     where id = $2`,
    [id, (await harness.shop.createSession()).body.id],
  );
  await expect(harness.provisioning.removeConnection(name)).rejects.toMatchObject({
    issues: expect.arrayContaining([expect.objectContaining({ code: "has_live_sessions" })]),
  });
});

describe("two operators at once", () => {
  it("do not overwrite each other: who read an older version is told", async () => {
    const { services } = harness.gateway;
    const key = await addOperator(
      services.database,
      { operator: "ops", requestId: null },
      { name: "second", role: "administrator" },
    );
    const operator = createApiClient(harness.gateway.url, key);
    const connection = "/admin/v1/connections/shop-identomat";
    const {
      webhookPath: _path,
      name: _name,
      ...info
    } = (await operator.get<Record<string, unknown>>(connection)).body;
    for (const [path, body] of [
      ["/admin/v1/tenants/shop/routing", { rules: [] }],
      ["/admin/v1/tenants/shop/privacy", { isAccessReasonRequired: true }],
      ["/admin/v1/tenants/shop/event-endpoints", { eventEndpoints: [{ url: "https://shop.example/kyc" }] }],
      [connection, { ...info, isRetired: true }],
    ] as const) {
      const { etag } = (await operator.get(path)).headers;
      const put = (version: string) =>
        operator.request("PUT", path, { body, headers: { "if-match": version } });
      expect(readProblem(await put('"another"'))).toMatchObject({ status: 412, code: "version_changed" });
      expect((await put(String(etag))).status).toBeLessThan(300);
      if (path.endsWith("routing")) continue;
      expect(readProblem(await put(String(etag))).code).toBe("version_changed");
    }
    await operator.close();
  });
});
