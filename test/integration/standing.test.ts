import type { Applicant, ApplicantFlow } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startErasureStage, type ErasureStage } from "../support/erasure-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: ErasureStage;
beforeAll(async () => {
  stage = await startErasureStage();
  const targets = [{ connection: "shop-identomat", settings: {} }];
  for (const [name, validFor] of [["basic"], ["enhanced"], ["yearly", "P1Y"], ["monthly", "P1M"]] as const)
    await stage.harness.provisioning.saveFlow({
      tenant: "shop",
      name,
      targets,
      ...(validFor === undefined ? {} : { validFor }),
    });
  await waitFor(async () => (await stage.harness.shop.createSession({ flow: "monthly" })).status === 201);
});
afterAll(() => stage[Symbol.asyncDispose]());

/** The day after the last day of the simulated person's document. */
const documentEnd = "2031-06-29T00:00:00.000Z";

async function readApplicant(person: string): Promise<Applicant> {
  return (await stage.harness.shop.get<Applicant>(`/v1/applicants/${person}`)).body;
}

async function readFlow(person: string, flow: string): Promise<ApplicantFlow | undefined> {
  return (await readApplicant(person)).flows.find((standing) => standing.flow === flow);
}

async function decide(person: string, flow: string, act: "approve" | "reject"): Promise<string> {
  const id = await stage.startFor(person, flow);
  await judge(id, act);
  return id;
}

async function judge(id: string, act: "approve" | "reject" | "operator_reject"): Promise<void> {
  stage.harness.identomat.control.act(await stage.harness.findReference(id), { act });
  const status = act === "approve" ? "APPROVED" : "REJECTED";
  await waitFor(async () => (await stage.harness.shop.readSession(id)).status === status);
}

async function change(sessionId: string, columns: string): Promise<void> {
  await stage.harness.database.pool.query(`update sessions set ${columns} where id = $1`, [sessionId]);
}

describe("an applicant's standing", () => {
  it("is told flow by flow: an approval in one says nothing about another", async () => {
    const person = stage.newPerson();
    const basic = await decide(person, "basic", "approve");
    const enhanced = await stage.startFor(person, "enhanced");
    const { flows, latestSession, sessionCount, ...rest } = await readApplicant(person);
    expect(rest).toEqual({ id: person });
    expect([latestSession.id, sessionCount]).toEqual([enhanced, 2]);
    expect(flows).toMatchObject([
      { flow: "basic", status: "APPROVED", sessionId: basic, validUntil: documentEnd, openSessionId: null },
      { flow: "enhanced", status: "SESSION_CREATED", sessionId: enhanced, openSessionId: enhanced },
    ]);
    expect(flows[1]).toMatchObject({ decidedAt: null, validUntil: null, checks: null });
  });

  it("names the checks that decided, and nothing of the claims", async () => {
    const person = stage.newPerson();
    await decide(person, "basic", "approve");
    const answer = await stage.harness.shop.get(`/v1/applicants/${person}`);
    const { checks } = (answer.body as Applicant).flows[0] ?? {};
    expect(checks).toContainEqual({ kind: "liveness", outcome: "passed" });
    expect(answer.text).not.toContain("Satesto");
  });

  it("rejected in one flow leaves the approval in another", async () => {
    const person = stage.newPerson();
    await decide(person, "basic", "approve");
    await decide(person, "enhanced", "reject");
    expect((await readFlow(person, "basic"))?.status).toBe("APPROVED");
    expect((await readFlow(person, "enhanced"))?.status).toBe("REJECTED");
  });

  it("is the newest decision's, with the attempt that is under way beside it", async () => {
    const person = stage.newPerson();
    await decide(person, "basic", "reject");
    const second = await decide(person, "basic", "approve");
    const third = await stage.startFor(person, "basic");
    expect(await readFlow(person, "basic")).toMatchObject({
      status: "APPROVED",
      origin: "provider",
      isReopened: false,
      sessionId: second,
      openSessionId: third,
    });
  });

  it("says that a decided case was taken up again, and keeps the decision", async () => {
    const person = stage.newPerson();
    const id = await decide(person, "basic", "approve");
    await change(id, "reopened_at = now()");
    expect(await readFlow(person, "basic")).toMatchObject({ status: "APPROVED", isReopened: true });
  });

  it("follows a reversal", async () => {
    const person = stage.newPerson();
    const id = await decide(person, "yearly", "approve");
    await judge(id, "operator_reject");
    expect(await readFlow(person, "yearly")).toMatchObject({ status: "REJECTED", validUntil: null });
    const { rows } = await stage.harness.database.pool.query(
      "select document_expires_on from sessions where id = $1",
      [id],
    );
    expect(rows).toEqual([{ document_expires_on: null }]);
  });

  it("is nobody else's", async () => {
    const person = stage.newPerson();
    await decide(person, "basic", "approve");
    expect(readProblem(await stage.harness.bank.get(`/v1/applicants/${person}`)).code).toBe(
      "applicant_not_found",
    );
    await stage.harness.bank.createSession({ applicant: { id: person } });
    const { body } = await stage.harness.bank.get<Applicant>(`/v1/applicants/${person}`);
    expect(body.flows.map(({ flow, status }) => [flow, status])).toEqual([["standard", "SESSION_CREATED"]]);
  });

  it("goes with the person, and with one session of theirs", async () => {
    const person = stage.newPerson();
    const id = await decide(person, "basic", "approve");
    await decide(person, "yearly", "approve");
    await stage.erase(`sessions/${id}`);
    expect((await readApplicant(person)).flows.map(({ flow }) => flow)).toEqual(["yearly"]);
    const dates =
      "document_expires_on is not null or expiring_told_for is not null or expired_at is not null";
    expect(await stage.countRows(`sessions where id = $1 and (${dates})`, id)).toBe(0);
    await stage.erase(`applicants/${person}`);
    expect(readProblem(await stage.harness.shop.get(`/v1/applicants/${person}`)).code).toBe(
      "applicant_not_found",
    );
  });
});

describe("the end of an approval", () => {
  it.each([
    ["yearly", "2026-02-28T10:00:00Z", "2027-02-28T10:00:00.000Z", "2031-06-28"],
    ["yearly", "2024-02-29T10:00:00Z", "2025-02-28T10:00:00.000Z", "2031-06-28"],
    ["monthly", "2026-10-31T23:30:00Z", "2026-11-30T23:30:00.000Z", "2031-06-28"],
    ["yearly", "2026-01-01T00:00:00Z", "2026-05-14T00:00:00.000Z", "2026-05-13"],
    ["basic", "2026-01-01T00:00:00Z", "2031-06-29T00:00:00.000Z", "2031-06-28"],
  ])("in flow %s, decided at %s, is %s with a document until %s", async (...[flow, at, end, day]) => {
    const person = stage.newPerson();
    const id = await decide(person, flow, "approve");
    await change(id, `decided_at = '${at}', document_expires_on = '${day}'`);
    const standing = await readFlow(person, flow);
    expect(standing?.validUntil).toBe(end);
    expect(standing?.status).toBe(Date.parse(end) > Date.now() ? "APPROVED" : "EXPIRED");
  });

  it("is not there where neither flow nor document has one", async () => {
    const person = stage.newPerson();
    const id = await decide(person, "basic", "approve");
    await change(id, "document_expires_on = null, decided_at = '2001-01-01'");
    expect(await readFlow(person, "basic")).toMatchObject({ status: "APPROVED", validUntil: null });
  });

  it("outlives the claims: what retention deletes of the report does not make an approval last longer", async () => {
    const person = stage.newPerson();
    const id = await decide(person, "basic", "approve");
    await stage.harness.database.pool.query("delete from session_reports where session_id = $1", [id]);
    expect(await readFlow(person, "basic")).toMatchObject({ validUntil: documentEnd, checks: null });
  });
});
