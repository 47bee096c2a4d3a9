import type { LegalHold } from "@kyc-gateway/http-api";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startErasureStage, type ErasureStage } from "../support/erasure-stage.ts";
import { waitFor } from "../support/wait-for.ts";

/** A failure by which nothing is erased. */
const refusal = { kind: "server_error", status: 503 } as const;

let stage: ErasureStage;
beforeAll(async () => {
  stage = await startErasureStage();
});
afterAll(() => stage[Symbol.asyncDispose]());
afterEach(() => stage.harness.identomat.control.clearFaults());

describe("a legal hold", () => {
  it("on a person keeps the person and each session from being erased, until it is released", async () => {
    const person = stage.newPerson();
    const id = await stage.startApproved(person);
    const placed = await stage.placeHold({ applicantId: person });
    expect(placed).toMatchObject({ status: 201, body: { tenant: "shop", placedBy: "ada", sessionId: null } });
    for (const path of [`applicants/${person}`, `sessions/${id}`])
      expect(readProblem(await stage.erase(path))).toMatchObject({ status: 409, code: "legal_hold" });
    expect(await stage.countRows("session_reports where session_id = $1", id)).toBe(1);
    expect(await stage.releaseHold(placed.body.id)).toMatchObject({
      status: 200,
      body: { releasedBy: "ada" },
    });
    expect(readProblem(await stage.releaseHold(placed.body.id)).code).toBe("legal_hold_not_found");
    await stage.waitForReceipt(await stage.erase(`applicants/${person}`));
  });

  it("on one session keeps the whole person, and the others can go", async () => {
    const person = stage.newPerson();
    const [held, free] = [await stage.startFor(person), await stage.startFor(person)];
    const { body } = await stage.placeHold({ sessionId: held });
    expect(readProblem(await stage.erase(`applicants/${person}`)).code).toBe("legal_hold");
    expect((await stage.erase(`sessions/${free}`)).status).toBe(202);
    await stage.releaseHold(body.id);
    const { sessions } = await stage.waitForReceipt(await stage.erase(`applicants/${person}`));
    expect(sessions.map(({ id }) => id)).toContain(held);
  });

  it("stands until the last of several is released", async () => {
    const person = stage.newPerson();
    await stage.startFor(person);
    const [first, second] = [
      await stage.placeHold({ applicantId: person }),
      await stage.placeHold({ applicantId: person }),
    ];
    await stage.releaseHold(first.body.id);
    expect(readProblem(await stage.erase(`applicants/${person}`)).code).toBe("legal_hold");
    await stage.releaseHold(second.body.id);
    expect((await stage.erase(`applicants/${person}`)).status).toBe(202);
  });

  it("that comes while a provider has not confirmed yet makes the rest wait", async () => {
    const { control } = stage.harness.identomat;
    const person = stage.newPerson();
    const id = await stage.startApproved(person);
    control.addFault({ fault: refusal, operation: "delete" });
    const answer = await stage.erase(`applicants/${person}`);
    await stage.waitForFailure(id);
    const { body, status } = await stage.placeHold({ applicantId: person });
    expect(status).toBe(201);
    control.clearFaults();
    await stage.hurry();
    await waitFor(() =>
      stage.countRows("provider_erasures where session_id = $1 and last_failure = 'legal_hold'", id),
    );
    expect(control.session(await stage.harness.findReference(id))).not.toMatchObject({ isDeleted: true });
    await stage.releaseHold(body.id);
    expect((await stage.waitForReceipt(answer)).sessions).toMatchObject([{ atProvider: "confirmed" }]);
  });

  it("placed while an erasure is asked for either keeps the person or comes too late, never half", async () => {
    for (let round = 0; round < 6; round += 1) {
      const person = stage.newPerson();
      const id = await stage.startFor(person);
      const [hold, erasure] = await Promise.all([
        stage.placeHold({ sessionId: id }),
        stage.erase(`applicants/${person}`),
      ]);
      const isErased = (await stage.harness.shop.readSession(id)).erasure !== "none";
      expect(isErased).toBe(erasure.status === 202);
      if (!isErased) expect(readProblem(erasure).code).toBe("legal_hold");
      await stage.releaseHold(hold.body.id);
    }
  });

  it("is listed with its reason, which no table shows, and refused for nobody or for both", async () => {
    const person = stage.newPerson();
    const id = await stage.startFor(person);
    expect((await stage.placeHold({ sessionId: id, reason: "  " })).status).toBe(400);
    const { body } = await stage.placeHold({ sessionId: id, reason: "secret-reason-xyz" });
    const listed = await stage.operator.get<{ items: LegalHold[] }>("/admin/v1/legal-holds?tenant=shop");
    expect(listed.body.items[0]).toMatchObject({ id: body.id, reason: "secret-reason-xyz", sessionId: id });
    expect(await stage.isInAnyTable("secret-reason-xyz")).toBe(false);
    await stage.releaseHold(body.id);
    expect(readProblem(await stage.placeHold({ sessionId: id, applicantId: person })).code).toBe(
      "invalid_request",
    );
    expect(readProblem(await stage.placeHold({ applicantId: "nobody" })).code).toBe("applicant_not_found");
    expect(readProblem(await stage.placeHold({ sessionId: crypto.randomUUID() })).code).toBe(
      "session_not_found",
    );
  });
});
