import { isDeepStrictEqual } from "node:util";
import { addOperator } from "@kyc-gateway/gateway";
import type { Session, SessionResult } from "@kyc-gateway/http-api";
import type { IdentomatAct } from "@kyc-gateway/simulators";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { letLapse, listEvents } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

vi.setConfig({ testTimeout: 60_000 });

const actor = { operator: "test", requestId: null };
const secretReason = "seen in a video call with Nimushi";
let harness: Harness;
let judge: ApiClient;
let clerk: ApiClient;
beforeAll(async () => {
  harness = await startHarness();
  const { database } = harness.gateway.services;
  const judgeKey = await addOperator(database, actor, { name: "judge", role: "reviewer" });
  judge = createApiClient(harness.gateway.url, judgeKey);
  clerk = createApiClient(
    harness.gateway.url,
    await addOperator(database, actor, { name: "clerk", role: "support" }),
  );
  const targets = [{ connection: "shop-identomat", settings: {} }];
  const requiredChecks = ["document", "face_match", "liveness"] as const;
  await harness.provisioning.saveFlow({ tenant: "shop", name: "strict", requiredChecks, targets });
  for (const client of [judge, clerk])
    await waitFor(async () => (await client.get("/admin/v1/tenants")).status === 200);
});
afterAll(async () => {
  await Promise.all([judge.close(), clerk.close()]);
  await harness[Symbol.asyncDispose]();
});

type Shape = "full" | "sparse" | "address_only";

/** What the provider says from now on, of all sessions. */
function report(resultShape: Shape): void {
  harness.identomat.control.changeSettings({ resultShape });
}

async function start(flow = "standard") {
  const { shop, identomat } = harness;
  const { status, body } = await shop.createSession({ flow });
  expect(status).toBe(201);
  const { id } = body;
  const reference = await harness.findReference(id);
  const readResult = async () => (await shop.get<SessionResult>(`/v1/sessions/${id}/result`)).body;
  return {
    id,
    act: (act: IdentomatAct): void => void identomat.control.act(reference, { act }),
    refresh: () => shop.request("POST", `/v1/sessions/${id}/refresh`),
    read: () => shop.readSession(id),
    readResult,
    waitForStatus: (wanted: string) =>
      waitFor(async () => (await shop.readSession(id)).status === wanted, { timeoutMs: 20_000 }),
    waitForNotices: (wanted: readonly string[]) =>
      waitFor(
        async () => {
          const { notices } = await shop.readSession(id);
          return isDeepStrictEqual(
            notices.map(({ code }) => code),
            wanted,
          );
        },
        { timeoutMs: 20_000 },
      ),
    waitForSeq: (wanted: number) =>
      waitFor(async () => (await shop.readSession(id)).seq === wanted, { timeoutMs: 20_000 }),
    listTypes: async () => (await listEvents(harness.database, id)).map(({ type }) => type),
  };
}

function decide(client: ApiClient, id: string, body: Record<string, unknown>) {
  return client.request<Session>("POST", `/admin/v1/sessions/${id}/decision`, {
    body: { reason: secretReason, ...body },
  });
}

/** An approval of a flow whose required checks the provider has not done. */
async function hold() {
  report("address_only");
  const session = await start("strict");
  session.act("approve");
  await session.waitForStatus("PENDING_REVIEW");
  report("full");
  return session;
}

describe("what was verified", () => {
  it("is kept when the provider redacts it, and the redaction is said", async () => {
    report("full");
    const session = await start();
    session.act("approve");
    await session.waitForStatus("APPROVED");
    const before = await session.readResult();
    expect(before.notices).toEqual([]);
    expect(before.claims.document).toBeDefined();
    report("address_only");
    await session.refresh();
    report("full");
    const after = await session.readResult();
    expect(after.notices.map(({ code }) => code)).toContain("provider_redacted");
    expect(after.claims).toMatchObject(before.claims);
    const passed = before.checks.filter(({ outcome }) => outcome === "passed");
    expect(passed).not.toEqual([]);
    expect(after.checks).toEqual(expect.arrayContaining(passed));
    expect(after.evidence).toEqual(expect.arrayContaining(before.evidence));
  });

  it("is kept beside when the decision is reversed", async () => {
    const session = await start();
    session.act("approve");
    await session.waitForStatus("APPROVED");
    const { claims } = await session.readResult();
    report("address_only");
    session.act("operator_reject");
    await session.waitForStatus("REJECTED");
    report("full");
    const { earlierDecisions } = await session.readResult();
    expect(earlierDecisions).toMatchObject([{ status: "APPROVED", origin: "provider", claims }]);
  });
});

describe("a case that the provider takes up again", () => {
  it("keeps its decision, and this is told once", async () => {
    const session = await start();
    session.act("approve");
    await session.waitForStatus("APPROVED");
    session.act("operator_reopen");
    await session.waitForSeq(3);
    await session.refresh();
    const { status, notices, seq } = await session.read();
    expect({ status, seq, codes: notices.map(({ code }) => code) }).toEqual({
      status: "APPROVED",
      seq: 3,
      codes: ["decision_reopened"],
    });
    expect((await session.readResult()).notices[0]?.code).toBe("decision_reopened");
    session.act("operator_approve");
    await session.waitForSeq(4);
    expect((await session.read()).notices).toEqual([]);
    expect((await session.listTypes()).slice(1)).toEqual([
      "session.decided",
      "session.reopened",
      "session.decision_confirmed",
    ]);
  });
});

describe("an expiry by our own clock", () => {
  it("gives way to a review, and the approval after it is no reversal", async () => {
    const session = await start();
    await letLapse(harness.database, session.id);
    await session.waitForStatus("EXPIRED");
    expect((await session.read()).origin).toBe("gateway");
    session.act("manual_check");
    await session.waitForStatus("PENDING_REVIEW");
    session.act("operator_approve");
    await session.waitForStatus("APPROVED");
    expect((await session.listTypes()).slice(1)).toEqual([
      "session.expired",
      "session.status_changed",
      "session.decided",
    ]);
  });

  it("gives way to an applicant who is at it after all, with as much time again", async () => {
    const session = await start();
    const text = "update sessions set created_at = created_at - interval '15 minutes' where id = $1";
    await harness.database.pool.query(text, [session.id]);
    await letLapse(harness.database, session.id);
    await session.waitForStatus("EXPIRED");
    session.act("start");
    await session.waitForStatus("IN_PROGRESS");
    const { lapsesAt } = await session.read();
    expect(Date.parse(lapsesAt ?? "")).toBeGreaterThan(Date.now());
  });
});

describe("an approval without a check that the flow requires", () => {
  it("is held in review, check by check", async () => {
    const session = await hold();
    expect(await session.read()).toMatchObject({ origin: "gateway", decidedAt: null });
    const { reasons } = await session.read();
    expect(reasons).toContainEqual({ code: "required_check_missing", check: "face_match" });
    expect(reasons).toContainEqual({ code: "required_check_missing", check: "liveness" });
    const metrics = await harness.gateway.services.metrics.registry.metrics();
    expect(metrics).toMatch(/kyc_held_approvals_total\{check="face_match"\} [1-9]/);
    await session.refresh();
    expect(await session.read()).toMatchObject({ status: "APPROVED", origin: "provider", reasons: [] });
  });

  it("is an approval where the flow requires nothing", async () => {
    report("address_only");
    const session = await start();
    session.act("approve");
    await session.waitForStatus("APPROVED");
    report("full");
  });

  it("is decided by an operator of the role, by name, with a reason that is sealed", async () => {
    const session = await hold();
    expect(readProblem(await decide(clerk, session.id, { decision: "APPROVED" }))).toMatchObject({
      status: 403,
      code: "role_missing",
    });
    report("address_only");
    const { seq } = await session.read();
    const stale = await decide(judge, session.id, { decision: "APPROVED", seq: seq - 1 });
    expect(readProblem(stale)).toMatchObject({ status: 412, code: "version_changed" });
    const request = { decision: "APPROVED", seq };
    const answers = await Promise.all([
      decide(judge, session.id, request),
      decide(judge, session.id, request),
    ]);
    for (const { status, body } of answers)
      expect({ status, body }).toMatchObject({
        status: 200,
        body: { status: "APPROVED", origin: "operator" },
      });
    expect((await session.read()).seq).toBe(seq + 1);
    await session.refresh();
    expect((await session.read()).seq).toBe(seq + 1);
    report("full");
    expect(await session.readResult()).toMatchObject({ status: "APPROVED", origin: "operator" });
    const events = await listEvents(harness.database, session.id);
    expect(events.at(-1)).toMatchObject({ type: "session.decided", data: { origin: "operator" } });
    const { entries } = await harness.shop.readTimeline(session.id);
    expect(entries.at(-1)).toMatchObject({ origin: "operator", cause: "operator" });
    await expectAudited(session.id);
  });

  it("is rejected by an operator, whom no later approval overturns", async () => {
    const session = await hold();
    report("address_only");
    await decide(judge, session.id, { decision: "REJECTED" });
    report("full");
    await session.refresh();
    await session.waitForNotices(["decision_reopened"]);
    await session.refresh();
    expect(await session.read()).toMatchObject({
      status: "REJECTED",
      origin: "operator",
      notices: [{ code: "decision_reopened" }],
    });
    expect((await session.listTypes()).slice(-2)).toEqual(["session.decided", "session.reopened"]);
    session.act("operator_reject");
    // The callback's read may be under way: a refresh beside it is told that it is.
    await session.refresh();
    await session.waitForNotices([]);
    expect(await session.read()).toMatchObject({ status: "REJECTED", origin: "operator", notices: [] });
  });
});

describe("an operator's approval", () => {
  it("is reversed when the provider rejects afterwards", async () => {
    const session = await start();
    session.act("manual_check");
    await session.waitForStatus("PENDING_REVIEW");
    expect((await decide(judge, session.id, { decision: "APPROVED" })).status).toBe(200);
    session.act("operator_reject");
    await session.waitForStatus("REJECTED");
    const events = await listEvents(harness.database, session.id);
    expect(events.at(-1)).toMatchObject({ type: "session.decision_reversed", data: { origin: "provider" } });
  });

  it("is refused where nothing is there to decide on", async () => {
    const session = await start();
    const answer = await decide(judge, session.id, { decision: "APPROVED" });
    expect(readProblem(answer)).toMatchObject({ status: 409, code: "session_not_decidable" });
  });

  it.each(["0190aaaa-0000-7000-8000-000000000000", "nothing"])(
    "is refused for no session: %s",
    async (id) => {
      const answer = await decide(judge, id, { decision: "APPROVED" });
      expect(readProblem(answer)).toMatchObject({ status: 404, code: "session_not_found" });
    },
  );

  it.each([
    ["no reason", { reason: undefined }],
    ["a reason of blanks", { reason: "   " }],
    ["a status that is no decision", { decision: "EXPIRED" }],
  ])("is refused with %s", async (_name, body) => {
    const session = await start();
    const answer = await decide(judge, session.id, { decision: "APPROVED", ...body });
    expect(readProblem(answer)).toMatchObject({ status: 400, code: "invalid_request" });
  });
});

/** One entry, whoever repeats the request; its reason is nowhere in clear. */
async function expectAudited(id: string): Promise<void> {
  const { body } = await judge.get<{ items: Record<string, unknown>[] }>(
    `/admin/v1/audit?subject=${encodeURIComponent(`session ${id}`)}`,
  );
  const entries = body.items.filter(({ action }) => action === "session.decide");
  expect(entries).toMatchObject([{ operator: "judge", reason: secretReason }]);
  const { pool } = harness.database;
  const { rows } = await pool.query("select 1 from audit_log where audit_log::text like $1", [
    `%${secretReason}%`,
  ]);
  expect(rows).toEqual([]);
  expect(harness.capture.lines.join("\n")).not.toContain(secretReason);
}
