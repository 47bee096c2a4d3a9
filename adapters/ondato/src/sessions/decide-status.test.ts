import { describe, expect, it } from "vitest";
import { decideStatus } from "./decide-status.ts";
import type { Identification, Verdict } from "./identification.ts";
import type { IdentityVerification, ProgressWord } from "./identity-verification.ts";

function at(progress: ProgressWord, isConsented?: boolean): IdentityVerification {
  return { id: "idv", progress, identificationId: undefined, isConsented, isRedacted: false, raw: {} };
}

function decided(verdict: Verdict, decidedBy?: Identification["decidedBy"]): Identification {
  return { id: "kyc", verdict, statusReason: undefined, decidedBy, isCrossChecked: false, raw: {} };
}

describe("decideStatus", () => {
  it.each([
    // progress, no identification, no verdict, approved, approved by a person, rejected
    [
      "Pending",
      "SESSION_CREATED",
      "SESSION_CREATED",
      "SESSION_CREATED",
      "SESSION_CREATED",
      "SESSION_CREATED",
    ],
    ["InProgress", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS"],
    ["Suspended", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS"],
    ["Completed", "PENDING_REVIEW", "PENDING_REVIEW", "APPROVED", "APPROVED", "REJECTED"],
    ["Aborted", "EXPIRED", "EXPIRED", "EXPIRED", "APPROVED", "REJECTED"],
    ["Expired", "EXPIRED", "EXPIRED", "EXPIRED", "APPROVED", "REJECTED"],
  ] as const)("joins %s with every verdict", (progress, ...expected) => {
    const verification = at(progress);
    expect([
      decideStatus(verification),
      decideStatus(verification, decided("none")),
      decideStatus(verification, decided("approved", "machine")),
      decideStatus(verification, decided("approved", "person")),
      decideStatus(verification, decided("rejected")),
    ]).toEqual(expected);
  });

  it("ends a completed session whose terms were declined, as nothing is left to review", () => {
    expect(decideStatus(at("Completed", false))).toBe("EXPIRED");
    expect(decideStatus(at("Completed", true))).toBe("PENDING_REVIEW");
    expect(decideStatus(at("Completed", false), decided("none"))).toBe("PENDING_REVIEW");
  });
});
