import { replayRoute, type RouteRecord } from "@kyc-gateway/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyFile } from "@kyc-gateway/gateway";
import { readProblem } from "../support/api-client.ts";
import { describeAccount, ondatoSetupId, startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ withOndato: true });
});
afterAll(() => harness[Symbol.asyncDispose]());

const standard = {
  name: "standard",
  targets: [
    { connection: "shop-identomat" },
    { connection: "shop-ondato", settings: { setupId: ondatoSetupId } },
  ],
};
const rules = [
  { name: "risky", when: { riskTags: ["high"] }, targets: [{ connection: "shop-ondato" }] },
  {
    name: "shared-out",
    when: { countries: ["GEO"], metadata: { channel: ["web"] } },
    targets: [{ connection: "shop-identomat" }, { connection: "shop-ondato" }],
  },
];

/** What the references of this file's configurations stand for. */
const references: Record<string, string> = {};

async function configure(document: object, isInForce: () => boolean): Promise<void> {
  await applyFile(harness.gateway.services, {
    file: "test.json",
    text: JSON.stringify(document),
    source: { readVariable: (name) => references[name], readFile: () => undefined },
    actor: { operator: "test", requestId: null },
    isDryRun: false,
    isPruning: false,
  });
  await waitFor(isInForce);
}

const readSnapshot = () => harness.gateway.services.configuration.current;
const readShopRules = () => readSnapshot().rules.get(readSnapshot().tenants.get("shop") ?? "") ?? [];

interface Preview {
  readonly connection: string | null;
  readonly candidates: string[];
  readonly skipped: { connection: string; why: string }[];
  readonly route: RouteRecord;
}

const preview = (body: object) =>
  harness.shop.request<Preview>("POST", "/v1/routing/preview", {
    body: { flow: "standard", applicant: { id: "user-1" }, ...body },
  });

const ask = async (id: string) =>
  (await preview({ applicant: { id, country: "GEO" }, metadata: { channel: "web" } })).body.connection;

describe("routing by a tenant's rules", () => {
  beforeAll(() =>
    configure(
      { tenants: [{ name: "shop", flows: [standard], routing: rules }] },
      () => readShopRules().length === 2,
    ),
  );

  it("previews the connection that a session then gets, and creates nothing", async () => {
    const { pool } = harness.database;
    const count = async () =>
      (await pool.query<{ count: string }>("select count(*) from sessions")).rows[0]?.count;
    const before = await count();
    for (const id of ["user-a", "user-b", "user-c", "user-d", "user-e", "user-f"]) {
      const body = { flow: "standard", applicant: { id, country: "GEO" }, metadata: { channel: "web" } };
      const { status, body: expected } = await preview(body);
      expect(status).toBe(200);
      expect(expected.route.rule).toBe("shared-out");
      expect(await count()).toBe(before);
    }
    const body = {
      flow: "standard",
      applicant: { id: "user-a", country: "GEO" },
      metadata: { channel: "web" },
    };
    const { body: expected } = await preview(body);
    const { body: session } = await harness.shop.createSession(body);
    const { decisionTrace } = await harness.shop.readTimeline(session.id);
    expect(decisionTrace.at(-1)).toMatchObject({ step: "chosen", connection: expected.connection });
  });

  it("keeps an applicant with one provider, and spreads several", async () => {
    const ids = Array.from({ length: 20 }, (_value, index) => `user-${index}`);
    const first = await Promise.all(ids.map(ask));
    expect(await Promise.all(ids.map(ask))).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it("follows risk tags, which are stored nowhere", async () => {
    const { body: session, status } = await harness.shop.createSession({ riskTags: ["high"] });
    expect(status).toBe(201);
    const { decisionTrace } = await harness.shop.readTimeline(session.id);
    expect(decisionTrace).toMatchObject([
      { step: "routed", connection: "shop-ondato", route: { rule: "risky", passedOver: [] } },
      { step: "chosen", connection: "shop-ondato" },
    ]);
    const { rows } = await harness.database.pool.query("select * from sessions where id = $1", [session.id]);
    expect(JSON.stringify(rows)).not.toContain('"high"');
  });

  it("leaves a trace that replays to the same choice when the rules are others", async () => {
    const { body: session } = await harness.shop.createSession({
      applicant: { id: "user-replay", country: "GEO" },
      metadata: { channel: "web" },
    });
    const { decisionTrace } = await harness.shop.readTimeline(session.id);
    const [routed, chosen] = decisionTrace;
    expect(replayRoute(routed?.route as RouteRecord)[0]).toBe(chosen?.connection);
    expect(JSON.stringify(routed)).not.toMatch(/GEO|web|user-replay/);
  });

  it("says why a provider is passed over for a request", async () => {
    const { body } = await preview({ riskTags: ["high"], documentTypes: ["passport"] });
    const { body: plain } = await preview({ language: "zz" });
    expect([body, plain].map(({ route }) => route.rule)).toEqual(["risky", null]);
    expect(plain.candidates.length + plain.skipped.length).toBe(2);
  });

  it("refuses to preview a flow that is not there, or a body with issues", async () => {
    expect(readProblem(await preview({ flow: "gone" })).code).toBe("unknown_flow");
    expect(readProblem(await preview({ riskTags: [""] })).code).toBe("invalid_request");
  });
});

describe("an account that tenants share", () => {
  const shared = [{ connection: "shared" }];
  beforeAll(async () => {
    const { companyKey, callbackApiKeys, baseUrl } = describeAccount("shop", harness.identomat);
    references["COMPANY"] = String(companyKey);
    references["CALLBACK"] = (callbackApiKeys as string[])[0] ?? "";
    const settings = { companyKey: { $env: "COMPANY" }, callbackApiKeys: [{ $env: "CALLBACK" }], baseUrl };
    await configure(
      {
        tenants: [
          { name: "shop", flows: [standard, { name: "shared", targets: shared }] },
          { name: "bank", flows: [{ name: "shared", targets: shared }] },
        ],
        connections: [{ name: "shared", adapter: "identomat", tenants: ["shop", "bank"], settings }],
      },
      () => readSnapshot().connectionsByName.has("shared") && readShopRules().length === 0,
    );
    harness.identomat.control.setCallbackUrl(`${harness.gateway.url}/webhooks/identomat/shared`, "shop");
  });

  it("has one address for all webhooks, and each delivery finds its owner", async () => {
    const { shop, bank, identomat } = harness;
    const clients = [shop, bank, shop, bank];
    const sessions = await Promise.all(
      clients.map(async (client) => (await client.createSession({ flow: "shared" })).body),
    );
    for (const [index, { id }] of sessions.entries()) {
      const act = index < 2 ? "approve" : "reject";
      identomat.control.act(await harness.findReference(id), { act });
    }
    for (const [index, { id }] of sessions.entries()) {
      const wanted = index < 2 ? "APPROVED" : "REJECTED";
      await waitFor(async () => (await clients[index]?.readSession(id))?.status === wanted);
    }
    const [ofShop, ofBank] = sessions;
    expect((await bank.get(`/v1/sessions/${ofShop?.id}`)).status).toBe(404);
    expect((await shop.get(`/v1/sessions/${ofBank?.id}`)).status).toBe(404);
  });

  it("keeps a delivery of nobody's where an operator finds it, and moves nobody", async () => {
    const { pool } = harness.database;
    const statuses = async () => (await pool.query("select id, status, seq from sessions order by id")).rows;
    const before = await statuses();
    const answer = await harness.shop.request("POST", "/webhooks/identomat/shared", {
      body: {
        callbackApiKey: references["CALLBACK"],
        type: "session-complete",
        sessionId: "nobodys0000000000000000000000000000token",
      },
    });
    expect(answer.status).toBe(200);
    await waitFor(async () => {
      const { rows } = await pool.query<{ state: string }>(
        "select state from deliveries where session_reference = 'nobodys0000000000000000000000000000token'",
      );
      return rows[0]?.state === "unmatched";
    });
    expect(await statuses()).toEqual(before);
  });
});
