import { v7 as newUuid } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Gateway } from "@kyc-gateway/gateway";
import type { IdentomatAct } from "@kyc-gateway/simulators";
import { createApiClient, type ApiClient } from "../support/api-client.ts";
import {
  companies,
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { letTimePass, listDeliveries, listEvents, sweepNow } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let replica: Gateway;
let toReplica: ApiClient;
beforeAll(async () => {
  harness = await startHarness();
  replica = await startTestGateway({ databaseUrl: harness.database.url });
  toReplica = createApiClient(replica.url, harness.key);
  await waitUntilServing(toReplica);
});
afterAll(async () => {
  await toReplica.close();
  await replica.stop();
  await harness[Symbol.asyncDispose]();
});

async function start(): Promise<{ id: string; reference: string }> {
  const { body } = await harness.shop.createSession();
  return { id: body.id, reference: await harness.findReference(body.id) };
}

/** Lets the provider change its mind without a word to us. */
function actInSilence(reference: string, act: IdentomatAct): void {
  const { control } = harness.identomat;
  control.setCallbackUrl(null, "shop");
  control.act(reference, { act });
  control.setCallbackUrl(`${harness.gateway.url}/webhooks/identomat/shop-identomat`, "shop");
}

function deliver(reference: string, fields: object = {}) {
  const body = {
    callbackApiKey: companies.shop.callbackApiKey,
    type: "update",
    sessionId: reference,
    ...fields,
  };
  return harness.shop.request("POST", `/webhooks/identomat/shop-identomat`, { body });
}

async function waitForStatus(id: string, status: string): Promise<void> {
  await waitFor(async () => (await harness.shop.readSession(id)).status === status, { timeoutMs: 10_000 });
}

async function waitUntilApplied(): Promise<void> {
  await waitFor(async () =>
    (await listDeliveries(harness.database)).every(({ state }) => state === "applied"),
  );
}

async function listEventTypes(id: string): Promise<string[]> {
  return (await listEvents(harness.database, id)).map(({ type }) => type);
}

describe("an authentic delivery is applied once", () => {
  it("when it comes many times at once, on two replicas", async () => {
    const { id, reference } = await start();
    actInSilence(reference, "approve");
    const body = { callbackApiKey: companies.shop.callbackApiKey, type: "update", sessionId: reference };
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2 === 0
          ? deliver(reference)
          : toReplica.request("POST", "/webhooks/identomat/shop-identomat", { body }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await waitForStatus(id, "APPROVED");
    await waitUntilApplied();
    expect(await listEventTypes(id)).toEqual(["session.created", "session.decided"]);
  });

  it("when equal bodies tell two changes: the second, after the first was applied, is news again", async () => {
    const { id, reference } = await start();
    actInSilence(reference, "manual_check");
    expect((await deliver(reference)).body).toEqual({ status: "accepted" });
    await waitForStatus(id, "PENDING_REVIEW");
    await waitUntilApplied();
    actInSilence(reference, "operator_approve");
    expect((await deliver(reference)).body).toEqual({ status: "accepted" });
    await waitForStatus(id, "APPROVED");
  });

  it("when callbacks overtake each other: the truth counts, not the order", async () => {
    const { id, reference } = await start();
    const { control } = harness.identomat;
    const fault = control.addFault({ fault: { kind: "late", ms: 400 }, sessionId: reference, next: 1 });
    control.act(reference, { act: "start" });
    control.act(reference, { act: "approve" });
    await control.settleCallbacks();
    control.removeFault(fault);
    await waitForStatus(id, "APPROVED");
    await waitUntilApplied();
    const { entries } = await harness.shop.readTimeline(id);
    expect(entries.map(({ to }) => to)).toEqual(["SESSION_CREATED", "APPROVED"]);
  });

  it("when a provider's answer is older than one that was applied: nothing moves backwards", async () => {
    const { id, reference } = await start();
    harness.identomat.control.act(reference, { act: "approve" });
    await waitForStatus(id, "APPROVED");
    await waitUntilApplied();
    await deliver(reference, { type: "session-started" });
    await waitUntilApplied();
    expect(await listEventTypes(id)).toEqual(["session.created", "session.decided"]);
  });

  it("when it comes before the start's outcome is stored", async () => {
    const { control } = harness.identomat;
    const requestsBefore = control.ledger().requests["begin"] ?? 0;
    const known = new Set(control.ledger().sessions.map(({ id }) => id));
    // The provider has created the session and its answer is on the way; our row knows no reference yet.
    const slow = await holdOutcomes();
    const creating = harness.shop.createSession();
    const reference = await waitFor(() => control.ledger().sessions.find(({ id }) => !known.has(id))?.id);
    expect(control.ledger().requests["begin"]).toBe(requestsBefore + 1);
    control.act(reference, { act: "approve" });
    await control.settleCallbacks();
    await waitFor(async () =>
      (await listDeliveries(harness.database)).some(({ state }) => state === "unmatched"),
    );
    await slow.release();
    const { status, body } = await creating;
    expect(status).toBe(201);
    await waitForStatus(body.id, "APPROVED");
    await waitUntilApplied();
  });

  it("when its job was lost altogether: the schedule finds it", async () => {
    const { id, reference } = await start();
    const { pool } = harness.database;
    await harness.database.pool.query(
      `insert into deliveries (id, connection_id, session_reference, event_type, dedupe_key, sealed_body, state, received_at)
       select $2, connection_id, provider_reference, 'update', sha256(id::text::bytea), '', 'waiting', now() - interval '5 minutes'
       from sessions where id = $1`,
      [id, newUuid()],
    );
    actInSilence(reference, "approve");
    await letTimePass({ pool });
    await sweepNow({ pool });
    await waitForStatus(id, "APPROVED");
    await waitUntilApplied();
  });

  it("when its fetch was lost after the session was decided: the reversal is not", async () => {
    const { id, reference } = await start();
    const { pool } = harness.database;
    harness.identomat.control.act(reference, { act: "approve" });
    await waitForStatus(id, "APPROVED");
    await waitUntilApplied();
    actInSilence(reference, "operator_reject");
    await pool.query(
      `insert into deliveries (id, connection_id, session_id, session_reference, event_type, dedupe_key, sealed_body, state, received_at)
       select $2, connection_id, id, provider_reference, 'update', sha256(id::text::bytea), '', 'processing', now() - interval '5 minutes'
       from sessions where id = $1`,
      [id, newUuid()],
    );
    await pool.query(
      "update sessions set read_lease_until = now() - interval '4 minutes', read_lease_token = gen_random_uuid() where id = $1",
      [id],
    );
    await sweepNow({ pool });
    await waitForStatus(id, "REJECTED");
    expect((await listEventTypes(id)).at(-1)).toBe("session.decision_reversed");
  });
});

/** Keeps outcomes of starts from being stored until released. */
async function holdOutcomes(): Promise<{ release(): Promise<void> }> {
  const client = await harness.database.pool.connect();
  await client.query("begin");
  await client.query("lock table outbox in access exclusive mode");
  return {
    release: async () => {
      await client.query("commit");
      client.release();
    },
  };
}
