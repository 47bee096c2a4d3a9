import { addOperator } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scopes } from "../../gateway/src/features/configuration/configuration-snapshot.ts";
import { configureKvary, fuzzCompanies } from "../fuzz/stage/set-stage.ts";
import { createApiClient, readProblem, type ApiAnswer, type ApiClient } from "../support/api-client.ts";
import { startEventReceiver, type EventReceiver } from "../support/event-receiver.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { recordRoutes, type Route } from "../support/record-routes.ts";
import { recordStatements } from "../support/record-statements.ts";
import { waitFor } from "../support/wait-for.ts";

let receiver: EventReceiver;
let harness: Harness;
let routes: Route[] = [];
/** The product that tries; it may everything that a product may. */
let shop: ApiClient;
let operator: ApiClient;
let nobody: ApiClient;

/** Ids by the names that they have in paths: another tenant's, and the shop's own beside them. */
const foreign: Record<string, string> = {};
const own: Record<string, string> = {};

/** An id of the same form that nobody has. */
const missing: Record<string, string> = {
  sessionId: crypto.randomUUID(),
  evidenceId: "nothing",
  applicantId: "nobody",
  endpointId: crypto.randomUUID(),
  keyId: crypto.randomUUID(),
  erasureId: crypto.randomUUID(),
  watchId: crypto.randomUUID(),
  entryId: crypto.randomUUID(),
  // Of a list in the world: nobody's.
  subjectId: "nobody",
};

/** What a route wants to be sent before it looks anything up. */
const bodies: Record<string, unknown> = {
  "PATCH /v1/event-endpoints/:endpointId": { description: "mine now" },
  "POST /v1/event-endpoints/:endpointId/keys": { kind: "hmac" },
  "POST /v1/event-endpoints/:endpointId/resend": { since: "2020-01-01T00:00:00Z" },
};

/** What a gateway asks its database by itself. */
const background = /number_events|graphile_worker|from api_keys|^select pg_notify/;

const everyMethod = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

beforeAll(async () => {
  receiver = await startEventReceiver();
  const recorded = await recordRoutes(() =>
    startHarness({
      // Without a worker there are no statements but the requests'.
      env: { KYC_ROLES: "api", KYC_EVENT_HOSTS_ALLOWED: receiver.host },
      identomat: { companies: fuzzCompanies },
      kvary: configureKvary,
    }),
  );
  harness = recorded.started;
  routes = recorded.routes;
  const { gateway, provisioning } = harness;
  const connect = async (tenant: string): Promise<ApiClient> => {
    const { key } = await provisioning.createKey({ tenant, name: "all", scopes });
    const client = createApiClient(gateway.url, key);
    await waitFor(async () => (await client.get("/v1/sessions")).status === 200);
    return client;
  };
  const bank = await connect("bank");
  shop = await connect("shop");
  nobody = createApiClient(gateway.url);
  const key = await addOperator(
    gateway.services.database,
    { operator: "test", requestId: null },
    { name: "nino", role: "administrator" },
  );
  operator = createApiClient(gateway.url, key);
  await waitFor(async () => (await operator.get("/admin/v1/tenants")).status === 200);
  Object.assign(foreign, await furnish(bank, "bank-user"));
  Object.assign(own, await furnish(shop, "shop-user"));
  await bank.close();
});
afterAll(async () => {
  await Promise.all([shop.close(), operator.close(), nobody.close()]);
  await harness[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

interface Endpoint {
  readonly endpoint: { readonly id: string; readonly keys: { readonly id: string }[] };
}

/** One of everything. */
async function furnish(product: ApiClient, applicantId: string): Promise<Record<string, string>> {
  const { body: session } = await product.createSession({ applicant: { id: applicantId } });
  harness.identomat.control.act(await harness.findReference(session.id), { act: "approve" });
  await product.request("POST", `/v1/sessions/${session.id}/refresh`);
  expect(await product.readSession(session.id)).toMatchObject({ status: "APPROVED" });
  const evidence = await product.get<{ items: { id: string }[] }>(`/v1/sessions/${session.id}/evidence`);
  const body = { url: `${receiver.url}/${applicantId}` };
  const made = await product.request<Endpoint & Endpoint["endpoint"]>("POST", "/v1/event-endpoints", {
    body,
  });
  const endpoint = made.body.endpoint ?? made.body;
  const watch = await product.request<{ id: string }>("POST", "/v1/watches", {
    body: { sessionId: session.id, fullName: "Watched Person" },
  });
  const entry = await product.request<{ id: string }>("POST", "/v1/blocklist", {
    body: { documentNumber: applicantId, reason: "forged", ground: "fraud_prevention" },
  });
  const gone = `${applicantId}-gone`;
  await product.createSession({ applicant: { id: gone } });
  const erasure = await product.request<{ id: string }>("DELETE", `/v1/applicants/${gone}`);
  return {
    erasureId: erasure.body.id,
    sessionId: session.id,
    evidenceId: evidence.body.items[0]?.id ?? "",
    applicantId,
    endpointId: endpoint.id,
    keyId: endpoint.keys[0]?.id ?? "",
    watchId: watch.body.id,
    entryId: entry.body.id,
    subjectId: `nobody-of-${applicantId}`,
  };
}

const listParameters = (url: string): string[] => [...url.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
const fill = (url: string, ids: Record<string, string>): string =>
  url.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? "some");

/** What an asker can tell one answer from another by. */
function look({ status, text, headers }: ApiAnswer) {
  const {
    date: _date,
    "x-request-id": _id,
    "server-timing": _timing,
    ...others
  } = headers as Record<string, unknown>;
  return { status, text: text.replace(/"instance":"[^"]+"/, ""), headers: others };
}

async function ask(client: ApiClient, { method, url }: Route, ids: Record<string, string>) {
  const body = bodies[`${method} ${url}`];
  const { result, statements } = await recordStatements(new URL(harness.database.url).pathname.slice(1), () =>
    client.request(method, fill(url, ids), { body }),
  );
  const asked = statements.filter((text) => !background.test(text));
  // The ORM writes values into the text.
  return { answer: look(result), statements: asked.map((text) => text.replaceAll(/E?'(?:[^']|'')*'/g, "?")) };
}

const productUrls = () => [...new Set(routes.map(({ url }) => url))].filter((url) => url.startsWith("/v1/"));

describe("for a product that names what is another's", () => {
  it("every route that takes an id has its place here", () => {
    const urls = productUrls().filter((url) => url.includes(":"));
    const strange = urls.flatMap((url) => listParameters(url).filter((name) => !(name in missing)));
    expect(strange).toEqual([]);
    expect(urls.length).toBeGreaterThanOrEqual(14);
    for (const name of Object.keys(missing)) expect([foreign[name], own[name]]).not.toContain("");
  });

  it("every route and method answers 404 as for what nobody has: word for word, by the same statements", async () => {
    const seen: string[] = [];
    for (const url of productUrls().filter((one) => one.includes(":"))) {
      for (const method of everyMethod) {
        const route = { method, url };
        const theirs = await ask(shop, route, foreign);
        expect(theirs.answer.status, `${method} ${url}`).toBe(404);
        expect(theirs, `${method} ${url}`).toEqual(await ask(shop, route, missing));
        seen.push(`${method} ${url}`);
      }
    }
    const registered = routes.filter(({ url }) => url.startsWith("/v1/") && url.includes(":"));
    expect(
      registered.map(({ method, url }) => `${method} ${url}`).filter((one) => !seen.includes(one)),
    ).toEqual([]);
  });

  it("every part of something of its own is as unknown when the part is another's", async () => {
    for (const url of productUrls().filter((one) => listParameters(one).length > 1)) {
      const [whole = "", part = ""] = listParameters(url);
      for (const { method } of routes.filter((route) => route.url === url)) {
        const mixed = await ask(
          shop,
          { method, url },
          { [whole]: own[whole] ?? "", [part]: foreign[part] ?? "" },
        );
        const none = await ask(
          shop,
          { method, url },
          { [whole]: own[whole] ?? "", [part]: missing[part] ?? "" },
        );
        // An id at a provider says nothing of whose it is: there the parts of two sessions may be called alike.
        if (part === "evidenceId") continue;
        expect(mixed, `${method} ${url}`).toEqual(none);
      }
    }
  });

  it("nothing of the other's was changed by any of it", async () => {
    const { pool } = harness.database;
    const { rows } = await pool.query("select status, erasure from sessions where id = $1", [
      foreign["sessionId"],
    ]);
    expect(rows).toEqual([{ status: "APPROVED", erasure: "none" }]);
    const endpoints = await pool.query("select description, state from event_endpoints where id = $1", [
      foreign["endpointId"],
    ]);
    expect(endpoints.rows).toEqual([{ description: "", state: "active" }]);
    const records = await pool.query("select state from account_records where id = any ($1)", [
      [foreign["watchId"], foreign["entryId"]],
    ]);
    expect(records.rows).toEqual([{ state: "active" }, { state: "active" }]);
  });
});

const post = async (path: string, body: object) =>
  look(await shop.request("POST", path, { body, headers: { "idempotency-key": crypto.randomUUID() } }));
const joining = (parentSessionId = "") => ({ flow: "standard", applicant: { id: "u" }, parentSessionId });

describe("what is another's and stands elsewhere than in the path", () => {
  it("is as unknown in a body: a parent, an event to be sent again", async () => {
    const { rows } = await harness.database.pool.query<{ id: string }>(
      "select id from outbox where session_id = $1 limit 1",
      [foreign["sessionId"]],
    );
    const parent = await post("/v1/sessions", joining(foreign["sessionId"]));
    expect(parent.status).toBe(400);
    expect(parent).toEqual(await post("/v1/sessions", joining(missing["sessionId"])));
    const resend = `/v1/event-endpoints/${own["endpointId"]}/resend`;
    const event = await post(resend, { eventId: rows[0]?.id });
    expect(event.status).toBe(404);
    expect(event).toEqual(await post(resend, { eventId: crypto.randomUUID() }));
  });

  it("is in no page, whoever's cursor or filter leads there", async () => {
    const theirs = JSON.stringify(Object.values(foreign).filter((id) => id.length > 20));
    for (const path of [
      "/v1/sessions?limit=1",
      `/v1/sessions?applicantId=${foreign["applicantId"]}`,
      "/v1/events?limit=500",
      "/v1/event-endpoints",
      `/v1/event-endpoints/${own["endpointId"]}/attempts?eventId=${crypto.randomUUID()}`,
    ]) {
      const { text, status } = await shop.get(path);
      expect(status).toBe(200);
      for (const id of JSON.parse(theirs) as string[]) expect(text).not.toContain(id);
    }
    const bankPage = await harness.bank.get<{ nextCursor: string }>("/v1/events?limit=1");
    const after = await shop.get(`/v1/events?after=${bankPage.body.nextCursor}`);
    expect(after.status).toBe(200);
    expect(after.text).not.toContain(foreign["sessionId"]);
  });

  it("may have the same idempotency key", async () => {
    const key = crypto.randomUUID();
    const [one, other] = [await harness.bank.createSession({}, key), await shop.createSession({}, key)];
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body.id).not.toBe(one.body.id);
    expect(other.headers["idempotency-replayed"]).toBeUndefined();
  });
});

/** What answers without a credential; webhooks prove themselves in their bodies, the console's files hold nothing, links have tokens. */
const isOpen = ({ method, url }: Route): boolean =>
  (["GET", "HEAD"].includes(method) && url.startsWith("/console")) ||
  ["/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/.well-known/jwks.json"].includes(url) ||
  ["/docs", "/l/", "/webhooks/", "/api/webhooks/"].some((prefix) => url.startsWith(prefix));

describe("every route that is not open", () => {
  it("refuses whoever has no key, or a key of another kind, all alike and without a statement", async () => {
    const closed = routes.filter((route) => !isOpen(route));
    expect(closed.length).toBeGreaterThan(50);
    for (const route of closed) {
      const strangers = route.url.startsWith("/v1/") ? [nobody, operator] : [nobody, shop];
      for (const stranger of strangers) {
        const { answer, statements } = await ask(stranger, route, own);
        expect(answer.status, `${route.method} ${route.url}`).toBe(401);
        expect(statements, `${route.method} ${route.url}`).toEqual([]);
      }
    }
  });

  it("refuses a parameter that it does not know", async () => {
    const told = routes.filter(
      ({ method, url }) => ["GET", "DELETE"].includes(method) && /^\/(admin\/)?v1\//.test(url),
    );
    expect(told.length).toBeGreaterThan(35);
    for (const { method, url } of told) {
      const client = url.startsWith("/v1/") ? shop : operator;
      const answer = await client.request(method, `${fill(url, own)}?nobody=reads`);
      expect(answer.status, `${method} ${url}`).toBe(400);
      expect(readProblem(answer).issues, `${method} ${url}`).toEqual([
        expect.objectContaining({ pointer: "query nobody", code: "unknown_member" }),
      ]);
    }
  });

  it("says of a product's key among operators' routes what it says of any text", async () => {
    const refused = readProblem(await shop.get("/admin/v1/tenants"));
    const other = readProblem(
      await nobody.request("GET", "/admin/v1/tenants", { headers: { authorization: "Bearer hello" } }),
    );
    expect({ ...refused, instance: "" }).toEqual({ ...other, instance: "" });
  });
});
