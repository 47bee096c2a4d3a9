import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { describe, expect, it } from "vitest";
import { decideByOperator, type OperatorVerdict } from "./decide-by-operator.ts";
import type { Session } from "./session.ts";

const at = new Date("2026-01-01T00:00:00Z");

function decide(
  status: SessionStatus,
  verdict: OperatorVerdict,
  rest: Partial<Pick<Session, "origin" | "reopenedAt">> = {},
) {
  const session = { status, origin: "provider", reopenedAt: null, attempt: 1, seq: 3, ...rest } as const;
  return decideByOperator(session, { verdict, at });
}

describe("an operator", () => {
  it.each(["APPROVED", "REJECTED"] as const)("decides what is in review: %s", (verdict) => {
    for (const origin of ["provider", "gateway"] as const)
      expect(decide("PENDING_REVIEW", verdict, { origin })).toMatchObject({
        transition: {
          seq: 4,
          from: "PENDING_REVIEW",
          to: verdict,
          origin: "operator",
          cause: "operator",
          reasons: [{ code: "operator_decision" }],
          isReversal: false,
          eventType: "session.decided",
        },
      });
  });

  it("reverses a decision", () => {
    const reversal = { isReversal: true, eventType: "session.decision_reversed" };
    expect(decide("APPROVED", "REJECTED")).toMatchObject({ transition: reversal });
    expect(decide("REJECTED", "APPROVED", { origin: "operator" })).toMatchObject({ transition: reversal });
  });

  it("confirms the provider's decision, or one that was taken up again", () => {
    const confirmation = { isReversal: false, eventType: "session.decision_confirmed", origin: "operator" };
    expect(decide("APPROVED", "APPROVED")).toMatchObject({ transition: confirmation });
    const reopened = { origin: "operator", reopenedAt: at } as const;
    expect(decide("APPROVED", "APPROVED", reopened)).toMatchObject({ transition: confirmation });
  });

  it("changes nothing by deciding the same again", () => {
    expect(decide("REJECTED", "REJECTED", { origin: "operator" })).toEqual({ kind: "same" });
  });

  it.each(["NOT_STARTED", "SESSION_CREATED", "IN_PROGRESS", "EXPIRED"] as const)(
    "cannot decide where nothing is there to decide on: %s",
    (status) => {
      expect(decide(status, "APPROVED")).toEqual({ kind: "not_decidable" });
    },
  );
});
