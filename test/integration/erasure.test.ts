import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startErasureStage, type ErasureStage } from "../support/erasure-stage.ts";

let stage: ErasureStage;
beforeAll(async () => {
  stage = await startErasureStage();
});
afterAll(() => stage[Symbol.asyncDispose]());
afterEach(() => stage.harness.identomat.control.clearFaults());

describe("erasing a person", () => {
  it("takes all sessions, here and at the providers, and gives a receipt that anybody can check", async () => {
    const person = stage.newPerson();
    const ids = [await stage.startApproved(person), await stage.startFor(person)];
    const answer = await stage.erase(`applicants/${person}`);
    expect(answer).toMatchObject({
      status: 202,
      body: { kind: "applicant", state: "pending", receipt: null },
    });
    const { receipt, sessions } = await stage.waitForReceipt(answer);
    expect(sessions.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const { isGenuine, head, body } = await stage.openReceipt(receipt);
    expect(isGenuine).toBe(true);
    expect(head).toMatchObject({ alg: "EdDSA", typ: "kyc-erasure-receipt+json" });
    expect(body).toMatchObject({
      kind: "applicant",
      removedHere: { sessions: 2, reports: 1 },
      sessions: [{ atProvider: "confirmed", adapter: "identomat" }, { atProvider: "confirmed" }],
    });
    for (const id of ids)
      expect(stage.harness.identomat.control.session(await stage.harness.findReference(id))).toMatchObject({
        isDeleted: true,
      });
    expect(readProblem(await stage.harness.shop.get(`/v1/applicants/${person}`)).code).toBe(
      "applicant_not_found",
    );
  });

  it("leaves the person's name in no table, nor in a receipt", async () => {
    const person = stage.newPerson();
    const id = await stage.startApproved(person);
    expect(await stage.isInAnyTable(`note-of-${person}`)).toBe(true);
    const reference = await stage.harness.findReference(id);
    stage.harness.identomat.control.emit({ sessionId: reference, type: "other", fields: { note: person } });
    await stage.harness.identomat.control.settleCallbacks();
    const { receipt } = await stage.waitForReceipt(await stage.erase(`applicants/${person}`));
    expect(JSON.stringify(await stage.openReceipt(receipt))).not.toContain(person);
    expect(await stage.isInAnyTable(person)).toBe(false);
    expect(
      await stage.countRows("deliveries where session_id = $1 or session_reference = $2", id, reference),
    ).toBe(0);
    const timeline = await stage.harness.shop.readTimeline(id);
    expect(timeline.decisionTrace).toEqual([]);
    expect(timeline.entries.at(-1)?.cause).toBe("erasure");
  });

  it("makes whoever starts anew under the same id a new person", async () => {
    const person = stage.newPerson();
    const before = await stage.startFor(person);
    await stage.waitForReceipt(await stage.erase(`applicants/${person}`));
    const after = await stage.startFor(person);
    const { body } = await stage.harness.shop.get<{ sessionCount: number; latestSession: { id: string } }>(
      `/v1/applicants/${person}`,
    );
    expect(body).toMatchObject({ sessionCount: 1, latestSession: { id: after } });
    expect((await stage.harness.shop.readSession(before)).applicantId).toBeNull();
  });

  it("is the same erasure when it is asked for again, also by many at once", async () => {
    const person = stage.newPerson();
    await stage.startFor(person);
    const answers = await Promise.all(Array.from({ length: 8 }, () => stage.erase(`applicants/${person}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const [first] = answers;
    expect(first && (await stage.waitForReceipt(first)).id).toBe(first?.body.id);
    expect((await stage.erase(`applicants/${person}`)).body.id).toBe(first?.body.id);
  });

  it("concerns nobody else: not another person, not the same id of another product", async () => {
    const [person, other] = [stage.newPerson(), stage.newPerson()];
    await stage.startFor(person);
    const kept = await stage.startFor(other);
    const { body: foreign } = await stage.harness.bank.createSession({ applicant: { id: person } });
    const answer = await stage.erase(`applicants/${person}`);
    expect((await stage.harness.shop.readSession(kept)).erasure).toBe("none");
    expect((await stage.harness.bank.readSession(foreign.id)).erasure).toBe("none");
    expect(readProblem(await stage.erase("applicants/nobody-of-that-name")).code).toBe("applicant_not_found");
    const path = String(answer.headers["location"]);
    expect(readProblem(await stage.harness.bank.get(path)).code).toBe("erasure_not_found");
    expect(readProblem(await stage.harness.shop.get("/v1/erasures/no-uuid")).code).toBe("erasure_not_found");
  });

  it("is in the audit log, without the person's name", async () => {
    const person = stage.newPerson();
    const id = await stage.startFor(person);
    await stage.erase(`applicants/${person}`, { "x-access-reason": "their request" });
    const { body } = await stage.operator.get<{ items: { subject: string }[] }>(
      "/admin/v1/audit?limit=5&tenant=shop",
    );
    expect(body.items[0]).toMatchObject({
      action: "applicant.erase",
      reason: "their request",
      detail: { cause: "request", sessions: [id] },
    });
    expect(body.items[0]?.subject).not.toContain(person);
  });
});
