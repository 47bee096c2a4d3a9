import type { IdentomatAct } from "@kyc-gateway/simulators";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { letLapse, listDeliveries, listEvents } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

interface Started {
  readonly id: string;
  act(act: IdentomatAct, reason?: string): void;
  waitForStatus(status: string): Promise<void>;
}

async function start(): Promise<Started> {
  const { shop, identomat } = harness;
  const { status, body } = await shop.createSession();
  expect(status).toBe(201);
  const reference = await harness.findReference(body.id);
  return {
    id: body.id,
    act: (act, reason) =>
      void identomat.control.act(reference, { act, ...(reason === undefined ? {} : { reason }) }),
    waitForStatus: async (wanted) => {
      await waitFor(async () => (await shop.readSession(body.id)).status === wanted);
    },
  };
}

describe("a new session", () => {
  it("gives the applicant a way in", async () => {
    const { status, headers, body } = await harness.shop.createSession({ metadata: { order: "4711" } });
    expect(status).toBe(201);
    expect(headers["location"]).toBe(`/v1/sessions/${body.id}`);
    expect(body).toMatchObject({
      status: "SESSION_CREATED",
      seq: 1,
      flow: "standard",
      applicantId: "user-1",
      metadata: { order: "4711" },
      erasure: "none",
      decidedAt: null,
    });
    const reference = await harness.findReference(body.id);
    expect(body.launch).toEqual({ url: harness.identomat.launchUrl(reference), token: reference });
  });

  it("tells its events and why its provider was chosen", async () => {
    const { id } = await start();
    expect(await listEvents(harness.database, id)).toMatchObject([{ seq: 1, type: "session.created" }]);
    const { decisionTrace } = await harness.shop.readTimeline(id);
    expect(decisionTrace.at(-1)).toMatchObject({ connection: "shop-identomat", step: "chosen" });
  });

  it("has no result before the provider was asked", async () => {
    const { id } = await start();
    const answer = await harness.shop.get(`/v1/sessions/${id}/result`);
    expect(answer).toMatchObject({ status: 409, body: { code: "result_not_available" } });
  });
});

describe("what the applicant does", () => {
  it("is approved, and the product reads one normalised result", async () => {
    const session = await start();
    session.act("approve");
    await session.waitForStatus("APPROVED");
    const { status, body } = await harness.shop.get<{ claims: object; checks: object[] }>(
      `/v1/sessions/${session.id}/result`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ sessionId: session.id, status: "APPROVED", reasons: [] });
    expect(Object.keys(body.claims)).not.toEqual([]);
    expect(body.checks).toContainEqual(expect.objectContaining({ kind: "liveness", outcome: "passed" }));
    const applicant = await harness.shop.get("/v1/applicants/user-1");
    expect(applicant.body).toMatchObject({ flows: [{ status: "APPROVED", sessionId: session.id }] });
  });

  it("takes the way in back once it is decided", async () => {
    const session = await start();
    session.act("approve");
    await session.waitForStatus("APPROVED");
    expect((await harness.shop.readSession(session.id)).launch).toBeNull();
    const { rows } = await harness.database.pool.query("select sealed_launch from sessions where id = $1", [
      session.id,
    ]);
    expect(rows).toEqual([{ sealed_launch: null }]);
  });

  it("is seen to have begun", async () => {
    const session = await start();
    session.act("start");
    await session.waitForStatus("IN_PROGRESS");
    const events = await listEvents(harness.database, session.id);
    expect(events.map(({ type }) => type)).toEqual(["session.created", "session.status_changed"]);
  });

  it("is rejected for a reason of ours, with the provider's own beside it", async () => {
    const session = await start();
    session.act("reject", "face_mismatch");
    await session.waitForStatus("REJECTED");
    const { reasons } = await harness.shop.readSession(session.id);
    expect(reasons).toContainEqual({ code: "face_mismatch", raw: "face_mismatch" });
  });

  it("declines the terms, which is a rejection", async () => {
    const session = await start();
    session.act("decline_terms");
    await session.waitForStatus("REJECTED");
    const { reasons } = await harness.shop.readSession(session.id);
    expect(reasons).toContainEqual(expect.objectContaining({ code: "terms_declined" }));
  });

  it("walks away: when the time is up the session expires, after a last look", async () => {
    const session = await start();
    session.act("walk_away");
    const readsBefore = harness.identomat.control.ledger().requests["result"] ?? 0;
    await letLapse(harness.database, session.id);
    await session.waitForStatus("EXPIRED");
    expect(harness.identomat.control.ledger().requests["result"]).toBeGreaterThan(readsBefore);
    expect(await harness.shop.readSession(session.id)).toMatchObject({
      reasons: [{ code: "session_lapsed" }],
      launch: null,
    });
    const events = await listEvents(harness.database, session.id);
    expect(events.at(-1)?.type).toBe("session.expired");
  });

  it("is approved although the callback was lost, by the last look at the lapse", async () => {
    const session = await start();
    const reference = await harness.findReference(session.id);
    harness.identomat.control.addFault({ fault: { kind: "lost" }, sessionId: reference });
    session.act("approve");
    await letLapse(harness.database, session.id);
    await session.waitForStatus("APPROVED");
  });
});

describe("the provider's operator", () => {
  it("decides after a manual check", async () => {
    const session = await start();
    session.act("manual_check");
    await session.waitForStatus("PENDING_REVIEW");
    session.act("operator_approve");
    await session.waitForStatus("APPROVED");
    const events = await listEvents(harness.database, session.id);
    expect(events.map(({ seq, type }) => [seq, type])).toEqual([
      [1, "session.created"],
      [2, "session.status_changed"],
      [3, "session.decided"],
    ]);
  });

  it("overrides a decision, which is a reversal with an event of its own", async () => {
    const session = await start();
    session.act("approve");
    await session.waitForStatus("APPROVED");
    session.act("operator_reject", "document_expired");
    await session.waitForStatus("REJECTED");
    const events = await listEvents(harness.database, session.id);
    expect(events.at(-1)).toMatchObject({
      type: "session.decision_reversed",
      data: { status: "REJECTED", previousStatus: "APPROVED" },
    });
    const { entries } = await harness.shop.readTimeline(session.id);
    expect(entries.at(-1)).toMatchObject({
      from: "APPROVED",
      to: "REJECTED",
      isReversal: true,
      cause: "webhook",
    });
  });

  it("approves after the time was up, which is the first decision and no reversal", async () => {
    const session = await start();
    await letLapse(harness.database, session.id);
    await session.waitForStatus("EXPIRED");
    session.act("approve");
    await session.waitForStatus("APPROVED");
    const events = await listEvents(harness.database, session.id);
    expect(events.at(-1)).toMatchObject({
      type: "session.decided",
      data: { previousStatus: "EXPIRED", origin: "provider" },
    });
  });
});

describe("erasing", () => {
  it("deletes our copies and the provider's, and says so with an event", async () => {
    const { shop, database, identomat } = harness;
    const session = await start();
    session.act("approve");
    await session.waitForStatus("APPROVED");
    const reference = await harness.findReference(session.id);
    expect(await shop.request("DELETE", `/v1/sessions/${session.id}`)).toMatchObject({
      status: 202,
      body: { erasure: "pending", launch: null },
    });
    await waitFor(async () => (await shop.readSession(session.id)).erasure === "done");
    expect(identomat.control.session(reference)).toMatchObject({ isDeleted: true });
    expect((await listEvents(database, session.id)).at(-1)?.type).toBe("session.erased");
    expect(await shop.get(`/v1/sessions/${session.id}/result`)).toMatchObject({
      status: 410,
      body: { code: "session_erased" },
    });
    const { rows } = await database.pool.query("select 1 from session_reports where session_id = $1", [
      session.id,
    ]);
    expect(rows).toEqual([]);
  });

  it("keeps nothing of a callback that comes afterwards", async () => {
    const { shop, identomat, database } = harness;
    const session = await start();
    session.act("approve");
    await session.waitForStatus("APPROVED");
    await shop.request("DELETE", `/v1/sessions/${session.id}`);
    await waitFor(async () => (await shop.readSession(session.id)).erasure === "done");
    const callback = identomat.control.ledger().callbacks.findLast(({ kind }) => kind === "genuine");
    identomat.control.replay(callback?.id ?? "");
    await identomat.control.settleCallbacks();
    await waitFor(async () => {
      const left = (await listDeliveries(database)).filter(({ session_id }) => session_id === session.id);
      const { rows } = await database.pool.query("select 1 from deliveries where session_id is null");
      return left.length === 0 && rows.length === 0;
    });
  });
});
