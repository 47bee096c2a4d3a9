import { describe, expect, it } from "vitest";
import { createSessionReader } from "../testing/session-reader.ts";
import type { Bodies } from "../testing/session-reader.ts";

const read = createSessionReader();

const declined = { isConsented: false, consentedUtc: "2024-01-15T09:52:48.4886646Z" };
const unsuccessful = { id: "9ac12241-4333-46b0-8aa6-0b49e5444539", isSuccess: false };

describe("an approval that is contradicted", () => {
  it.each<[string, Bodies, string]>([
    ["terms that were declined", { step: { consent: declined } }, "isConsented:false"],
    [
      "terms that were declined at no known time",
      { step: { consent: { isConsented: false } } },
      "isConsented:false",
    ],
    [
      "an identification that did not succeed",
      { step: { kycIdentification: unsuccessful } },
      "isSuccess:false",
    ],
    ["a verification that did not succeed", { verification: { isSuccess: false } }, "isSuccess:false"],
    ["another step that did not succeed", { step: { form: { isSuccess: false } } }, "isSuccess:false"],
    ["the verdict's own body", { identification: { isSuccess: false } }, "isSuccess:false"],
  ])("by %s is a review, whoever approved", async (_, bodies, raw) => {
    for (const statusReason of ["AutomaticallyIdentified", "ManuallyIdentified"]) {
      const identification = { ...bodies.identification, status: "Approved", statusReason };
      const report = await read({ ...bodies, identification });
      expect(report.status).toBe("PENDING_REVIEW");
      expect(report.reasons).toContainEqual({ code: "contradictory_decision", raw });
    }
  });

  it("is a review after the applicant has left, too", async () => {
    const identification = { status: "Approved", statusReason: "ManuallyIdentified" };
    const report = await read({
      verification: { status: "Aborted" },
      step: { consent: declined },
      identification,
    });
    expect(report.status).toBe("PENDING_REVIEW");
    expect(report.reasons.map(({ code }) => code)).toEqual(["terms_declined", "contradictory_decision"]);
  });

  it.each<Bodies>([
    { step: { consent: { isConsented: true } } },
    { step: { consent: null } },
    { step: { kycIdentification: { ...unsuccessful, isSuccess: true } } },
    { step: { kycIdentification: { ...unsuccessful, isSuccess: null } } },
  ])("is an approval beside %j, which says nothing against it", async (bodies) => {
    const report = await read({ ...bodies, identification: { status: "Approved" } });
    expect(report).toMatchObject({ status: "APPROVED", reasons: [] });
  });

  it("leaves a refusal a refusal", async () => {
    const identification = { status: "Rejected", statusReason: "BlurredPhoto" };
    const report = await read({
      step: { kycIdentification: unsuccessful, consent: declined },
      identification,
    });
    expect(report.status).toBe("REJECTED");
    expect(report.reasons.map(({ code }) => code)).toEqual(["terms_declined", "photo_unusable"]);
  });
});

describe("an identification that the other API does not know yet", () => {
  const identificationAnswer = { status: 404, body: { reason: "NotFound", message: "" } };

  it.each([
    ["Pending", "SESSION_CREATED"],
    ["InProgress", "IN_PROGRESS"],
    ["Suspended", "IN_PROGRESS"],
    ["Aborted", "EXPIRED"],
    ["Expired", "EXPIRED"],
  ])("does not hold back that the session is %s", async (status, expected) => {
    const report = await read({ verification: { status }, identificationAnswer });
    expect(report).toMatchObject({
      status: expected,
      checks: [],
      reference: { parts: { identification: "9ac12241-4333-46b0-8aa6-0b49e5444539" } },
    });
    expect(report).not.toHaveProperty("claims");
  });

  it("is asked for again once everything waits for it", async () => {
    await expect(read({ identificationAnswer })).rejects.toMatchObject({ code: "unavailable" });
  });

  it("is gone for good once Ondato has redacted the session", async () => {
    const redaction = { redactedUtc: "2026-05-04T09:52:48.4886646Z" };
    const reading = read({ verification: { redaction }, identificationAnswer });
    await expect(reading).rejects.toMatchObject({ code: "session_unknown" });
  });

  it.each([403, 429, 500, 503])("is not the same as one that fails with %i", async (status) => {
    const reading = read({
      verification: { status: "InProgress" },
      identificationAnswer: { status, body: "" },
    });
    await expect(reading).rejects.toMatchObject({ httpStatus: status });
  });
});
