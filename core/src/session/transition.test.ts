import type { ReportedStatus, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { array, assert, constantFrom, nat, property, record, type Arbitrary } from "fast-check";
import { describe, expect, it } from "vitest";
import { isDecided, isSettled, statusMachine } from "./status-machine.ts";
import { decideTransition, type Standing } from "./transition.ts";

const statuses = Object.keys(statusMachine) as SessionStatus[];
const reported = statuses.filter((status): status is ReportedStatus => status !== "NOT_STARTED");
const at = new Date("2026-01-01T00:00:00Z");
const news = (status: ReportedStatus, reasons: Standing["reasons"] = []) =>
  ({ status, reasons, cause: "webhook", at }) as const;
const standing = (status: SessionStatus, reasons: Standing["reasons"] = [], seq = 3): Standing => ({
  status,
  reasons,
  seq,
});

const progress: readonly SessionStatus[] = [
  "NOT_STARTED",
  "SESSION_CREATED",
  "IN_PROGRESS",
  "PENDING_REVIEW",
];
const anyStatus = constantFrom(...statuses);
const anyReport = constantFrom(...reported);
const anyReasons = array(
  record({ code: constantFrom("face_mismatch", "document_expired"), raw: constantFrom("a", "b") }),
  { maxLength: 4 },
) as Arbitrary<Standing["reasons"]>;

describe("a transition", () => {
  it("never moves progress backwards", () => {
    assert(
      property(constantFrom(...progress), constantFrom(...reported), (from, to) => {
        const decision = decideTransition(standing(from), news(to));
        if (progress.includes(to) && progress.indexOf(to) < progress.indexOf(from))
          expect(decision).toEqual({ kind: "stale" });
      }),
    );
  });

  it("leaves a decision alone unless the news are the other decision", () => {
    for (const from of ["APPROVED", "REJECTED"] as const)
      for (const to of reported) {
        const decision = decideTransition(standing(from), news(to));
        const isOther = isDecided(to) && to !== from;
        expect(decision.kind).toBe(isOther ? "moved" : to === from ? "same" : "stale");
        if (decision.kind === "moved")
          expect(decision.transition).toMatchObject({
            isReversal: true,
            eventType: "session.decision_reversed",
          });
      }
  });

  it("takes a decision that comes after the time was up, and nothing else", () => {
    for (const to of reported) {
      const { kind } = decideTransition(standing("EXPIRED"), news(to));
      expect(kind).toBe(isDecided(to) ? "moved" : to === "EXPIRED" ? "same" : "stale");
    }
  });

  it("counts on by one and begins where the session stands", () => {
    assert(
      property(anyStatus, anyReport, nat({ max: 1000 }), (from, to, seq) => {
        const decision = decideTransition(standing(from, [], seq), news(to));
        if (decision.kind === "moved")
          expect(decision.transition).toMatchObject({ seq: seq + 1, from, to, at });
      }),
    );
  });

  it("is the same news the second time, whatever the order of its reasons", () => {
    assert(
      property(anyStatus, anyReport, anyReasons, (from, to, reasons) => {
        const first = decideTransition(standing(from), news(to, reasons));
        if (first.kind !== "moved") return;
        const { transition } = first;
        const again = decideTransition(
          { status: transition.to, reasons: transition.reasons, seq: transition.seq },
          news(to, [...reasons].toReversed()),
        );
        expect(again).toEqual({ kind: "same" });
      }),
    );
  });

  it("tells new reasons of the same status, as no reversal", () => {
    const decision = decideTransition(standing("REJECTED"), news("REJECTED", [{ code: "face_mismatch" }]));
    expect(decision).toMatchObject({
      kind: "moved",
      transition: { isReversal: false, eventType: "session.status_changed" },
    });
  });

  it("has the event's type that its end says", () => {
    const types = Object.fromEntries(
      reported.map((to) => {
        const decision = decideTransition(standing("NOT_STARTED"), news(to));
        return [to, decision.kind === "moved" ? decision.transition.eventType : decision.kind];
      }),
    );
    expect(types).toEqual({
      SESSION_CREATED: "session.created",
      IN_PROGRESS: "session.status_changed",
      PENDING_REVIEW: "session.status_changed",
      APPROVED: "session.decided",
      REJECTED: "session.decided",
      EXPIRED: "session.expired",
    });
  });
});

describe("the status machine", () => {
  it("reaches nobody's approval without a report of it", () => {
    for (const from of statuses)
      for (const to of reported) {
        const decision = decideTransition(standing(from), news(to));
        if (decision.kind === "moved") expect(decision.transition.to).toBe(to);
      }
  });

  it("calls settled what only a late decision can move", () => {
    for (const status of statuses) {
      const moves = reported.filter((to) => decideTransition(standing(status), news(to)).kind === "moved");
      expect(isSettled(status)).toBe(moves.every(isDecided));
    }
  });
});
