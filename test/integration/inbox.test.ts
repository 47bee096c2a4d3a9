import { addOperator } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { letJobsEnd, sweepNow } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

interface Delivery {
  readonly id: string;
  readonly connection: string;
  readonly state: string;
  readonly verdict: string | null;
  readonly sessionId: string | null;
}
interface Replays {
  readonly dryRun: boolean;
  readonly items: readonly {
    deliveryId: string;
    outcome: string;
    code: string | null;
    change: unknown;
    facts: { path: string; change: string }[];
  }[];
  readonly nextCursor: string | null;
}

let harness: Harness;
let operator: ApiClient;
beforeAll(async () => {
  harness = await startHarness();
  const { database } = harness.gateway.services;
  const key = await addOperator(
    database,
    { operator: "test", requestId: null },
    { name: "nino", role: "administrator" },
  );
  operator = createApiClient(harness.gateway.url, key);
  await waitFor(async () => (await operator.get("/admin/v1/inbox")).status === 200);
});
afterAll(async () => {
  await operator.close();
  await harness[Symbol.asyncDispose]();
});
beforeEach(async () => {
  harness.identomat.control.clearFaults();
  await harness.database.pool.query("delete from deliveries");
});

async function list(query = ""): Promise<{ items: Delivery[]; nextCursor: string | null }> {
  const { status, body } = await operator.get<{ items: Delivery[]; nextCursor: string | null }>(
    `/admin/v1/deliveries${query}`,
  );
  expect(status).toBe(200);
  return body;
}

async function replay(path: string, body: object): Promise<Replays> {
  const answer = await operator.request<Replays>("POST", `/admin/v1/deliveries${path}`, { body });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** A session whose callback came while the provider spoke a word that nobody knows. */
async function park(
  product: "shop" | "bank" = "shop",
): Promise<{ sessionId: string; reference: string; delivery: Delivery }> {
  const { identomat } = harness;
  const { body } = await harness[product].createSession();
  const reference = await harness.findReference(body.id);
  const fault = { kind: "garbage", shape: "unknown_status" } as const;
  const id = identomat.control.addFault({ operation: "result", sessionId: reference, fault });
  identomat.control.act(reference, { act: "approve" });
  const delivery = await waitFor(async () => (await list(`?sessionId=${body.id}&state=parked`)).items[0]);
  identomat.control.removeFault(id);
  return { sessionId: body.id, reference, delivery };
}

async function post(body: object): Promise<void> {
  const { status } = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", { body });
  expect(status).toBe(200);
}

describe("a delivery that nobody understood", () => {
  it("is parked, counted, aged and shown without a word of its content", async () => {
    const { reference, delivery } = await park();
    expect(delivery).toMatchObject({ connection: "shop-identomat", verdict: "response_unrecognised" });
    const { body: backlog } = await operator.get("/admin/v1/inbox");
    expect(backlog).toEqual({
      items: [
        {
          connection: "shop-identomat",
          state: "parked",
          verdict: "response_unrecognised",
          count: 1,
          oldestReceivedAt: expect.any(String),
        },
      ],
    });
    const { text, body } = await operator.get<{ body: object }>(`/admin/v1/deliveries/${delivery.id}`);
    expect(body.body).toMatchObject({ sessionId: `text(${reference.length})` });
    expect(text).not.toContain(reference);
  });

  it("blocks no other session", async () => {
    await park();
    const { body } = await harness.shop.createSession();
    harness.identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    await waitFor(async () => (await harness.shop.readSession(body.id)).status === "APPROVED");
  });

  it("is replayed dry first: the answer tells the change, and nothing has changed", async () => {
    const { sessionId, delivery } = await park();
    const { dryRun, items } = await replay(`/${delivery.id}/replay`, {});
    expect(items[0]?.facts).toContainEqual({ path: "claims.person.givenName", change: "added" });
    expect(JSON.stringify(items)).not.toMatch(/"value"|Nimushi|Satesto/);
    expect(dryRun).toBe(true);
    expect(items).toMatchObject([
      {
        deliveryId: delivery.id,
        sessionId,
        outcome: "changes",
        change: { from: "SESSION_CREATED", to: "APPROVED", isReversal: false, eventType: "session.decided" },
      },
    ]);
    expect((await harness.shop.readSession(sessionId)).status).toBe("SESSION_CREATED");
    expect((await list()).items).toMatchObject([{ id: delivery.id, state: "parked" }]);
  });

  it("is replayed for good, and the audit log says by whom", async () => {
    const { sessionId, delivery } = await park();
    expect((await replay(`/${delivery.id}/replay`, { dryRun: false })).items).toMatchObject([
      { deliveryId: delivery.id, outcome: "queued" },
    ]);
    await waitFor(async () => (await harness.shop.readSession(sessionId)).status === "APPROVED");
    expect((await list()).items).toMatchObject([{ id: delivery.id, state: "applied", verdict: null }]);
    const { body } = await operator.get<{ items: object[] }>("/admin/v1/audit?limit=1");
    expect(body.items).toMatchObject([
      { operator: "nino", action: "delivery.replay", detail: { deliveries: [delivery.id] } },
    ]);
  });

  it("says why when the adapter still does not understand the provider", async () => {
    const { reference, delivery } = await park();
    const fault = { kind: "garbage", shape: "unknown_status" } as const;
    harness.identomat.control.addFault({ operation: "result", sessionId: reference, fault });
    expect((await replay(`/${delivery.id}/replay`, {})).items).toMatchObject([
      { outcome: "provider_failed", code: "response_unrecognised", change: null },
    ]);
  });
});

// At another connection: what nobody understands counts for the circuit breaker, as it should.
describe("a range of deliveries", () => {
  it("is listed in pages and replayed at once, dry and for good", async () => {
    const parked = [await park("bank"), await park("bank"), await park("bank")];
    const first = await list("?limit=2&state=parked");
    const second = await list(`?limit=2&state=parked&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      parked.map(({ delivery }) => delivery.id).toReversed(),
    );
    expect(second.nextCursor).toBeNull();
    const range = { connection: "bank-identomat", verdict: "response_unrecognised" };
    const dry = await replay("/replay", range);
    expect(dry.items.map(({ outcome }) => outcome)).toEqual(["changes", "changes", "changes"]);
    const done = await replay("/replay", { ...range, dryRun: false });
    expect(done.items.map(({ outcome }) => outcome)).toEqual(["queued", "queued", "queued"]);
    for (const { sessionId } of parked)
      await waitFor(async () => (await harness.bank.readSession(sessionId)).status === "APPROVED");
    expect((await replay("/replay", range)).items).toEqual([]);
  });

  it("takes deliveries with equal bodies, and asks their provider once", async () => {
    const { delivery } = await park("bank");
    const text = `insert into deliveries (id, connection_id, session_id, session_reference, event_id, event_type,
        dedupe_key, sealed_body, state, park_code, received_at)
      select gen_random_uuid(), connection_id, session_id, session_reference, event_id, event_type, dedupe_key,
        sealed_body, state, park_code, now() from deliveries where id = $1`;
    await harness.database.pool.query(text, [delivery.id]);
    // Whoever still asks for another reason is not counted.
    await letJobsEnd(harness.database);
    const readsBefore = harness.identomat.control.ledger().requests["result"] ?? 0;
    const dry = await replay("/replay", {});
    expect(dry.items.map(({ outcome }) => outcome)).toEqual(["changes", "changes"]);
    expect((harness.identomat.control.ledger().requests["result"] ?? 0) - readsBefore).toBe(1);
    await replay("/replay", { dryRun: false });
    await waitFor(async () => (await list("?state=applied")).items.length === 2);
  });
});

describe("a delivery without a session of ours", () => {
  it("stays parked when the adapter finds no session in it", async () => {
    await post({ callbackApiKey: companies.shop.callbackApiKey, type: "from-the-future" });
    const { items } = await list("?verdict=unrecognised");
    expect(items).toMatchObject([{ state: "parked", sessionId: null }]);
    expect((await replay("/replay", { dryRun: false })).items).toMatchObject([
      { outcome: "unreadable", code: "unrecognised" },
    ]);
    expect((await list()).items).toMatchObject([{ state: "parked" }]);
  });

  it("is parked after an hour of waiting for its session", async () => {
    const sessionId = "0123456789abcdef01234567";
    await post({ callbackApiKey: companies.shop.callbackApiKey, type: "session-updated", sessionId });
    await waitFor(async () => (await list("?state=unmatched")).items.length === 1);
    await harness.database.pool.query("update deliveries set received_at = received_at - interval '2 hours'");
    await sweepNow(harness.database);
    await waitFor(async () => (await list("?verdict=session_missing")).items.length === 1);
    expect((await replay("/replay", {})).items).toMatchObject([{ outcome: "no_session" }]);
  });
});

describe("the inbox", () => {
  it("is closed to products", async () => {
    for (const path of ["/admin/v1/inbox", "/admin/v1/deliveries"])
      expect(readProblem(await harness.shop.get(path))).toMatchObject({
        status: 401,
        code: "unauthenticated",
      });
  });

  it("says what is not there", async () => {
    for (const id of ["nonsense", crypto.randomUUID()])
      expect(readProblem(await operator.get(`/admin/v1/deliveries/${id}`))).toMatchObject({
        code: "delivery_not_found",
      });
    expect(readProblem(await operator.get("/admin/v1/deliveries?connection=nobody"))).toMatchObject({
      code: "connection_not_found",
    });
  });
});
