import type { OndatoAct } from "@kyc-gateway/simulators";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ withOndato: true });
});
beforeEach(() => findControl().clearFaults());
afterAll(() => harness[Symbol.asyncDispose]());

function findControl() {
  if (harness.ondato === undefined) throw new Error("the harness has no Ondato");
  return harness.ondato.control;
}

async function start(): Promise<{ readonly id: string; readonly reference: string }> {
  const { status, body } = await harness.shop.createSession({ flow: "ondato" });
  expect(status).toBe(201);
  return { id: body.id, reference: await harness.findReference(body.id) };
}

const waitForStatus = (id: string, status: string) =>
  waitFor(async () => (await harness.shop.readSession(id)).status === status);

interface Result {
  readonly reasons: readonly { readonly code: string; readonly raw?: string }[];
  readonly checks: readonly { readonly kind: string; readonly outcome: string }[];
}

async function decide(act: OndatoAct, reason?: string) {
  const { id, reference } = await start();
  findControl().act(reference, { act, ...(reason === undefined ? {} : { reason }) });
  await waitForStatus(id, act === "approve" ? "APPROVED" : "REJECTED");
  return (await harness.shop.get<Result>(`/v1/sessions/${id}/result`)).body;
}

describe("an Ondato session whose own webhooks are lost", () => {
  it.each([
    "KycIdentification.Escalated",
    "kycIdentification.approved",
    "KycIdentification.Document.Updated",
    "IdentityVerification.statuschanged",
    "IDENTITY_VERIFICATION.REDACTED",
  ])("is decided by %s, an event that nobody has documented", async (type) => {
    const { id, reference } = await start();
    const control = findControl();
    control.addFault({ fault: { kind: "lost" } });
    control.act(reference, { act: "approve" });
    await control.settleCallbacks();
    expect((await harness.shop.readSession(id)).status).toBe("SESSION_CREATED");
    control.clearFaults();
    control.emit({ sessionId: reference, type });
    await waitForStatus(id, "APPROVED");
  });
});

describe("the result of an Ondato session", () => {
  it("says of an automatic approval what was compared, and gives no reason", async () => {
    const { reasons, checks } = await decide("approve");
    expect(reasons).toEqual([]);
    const passed = checks.filter(({ outcome }) => outcome === "passed").map(({ kind }) => kind);
    expect(new Set(passed)).toEqual(
      new Set(["age", "capture", "document", "document_authenticity", "face_match", "liveness"]),
    );
  });

  it.each([
    ["FacesDoesNotMatch", "face_mismatch", "face_match"],
    ["DocumentIsExpired", "document_expired", "document"],
    ["UnderagePerson", "underage", "age"],
  ])("says of a rejection for %s what failed", async (reason, code, kind) => {
    const { reasons, checks } = await decide("reject", reason);
    expect(reasons).toEqual([{ code, raw: reason }]);
    expect(checks).toContainEqual(expect.objectContaining({ kind, outcome: "failed" }));
  });
});
