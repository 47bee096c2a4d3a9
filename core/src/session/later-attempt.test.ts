import { array, constantFrom, record, type Arbitrary, assert, property } from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReportedWord } from "./reported-word.ts";
import { isDecided, type MachineState } from "./status-machine.ts";
import { applyTransition, decideTransition, type SessionState, type StatusUpdate } from "./transition.ts";
import { at, goOn, nameEvent, put, say, states, words } from "./transition-world.ts";

const anyState = constantFrom(...states);
const anyWord = constantFrom(...words);
const anyReasons = array(
  record({ code: constantFrom("face_mismatch", "document_expired"), raw: constantFrom("a", "b") }),
  { maxLength: 4 },
) as Arbitrary<SessionState["reasons"]>;

const later = (word: ReportedWord, reasons: StatusUpdate["reasons"] = []): StatusUpdate => ({
  ...say(word, reasons),
  attempt: 2,
});

describe("a later attempt", () => {
  const open: readonly MachineState[] = [
    "SESSION_CREATED",
    "IN_PROGRESS",
    "PENDING_REVIEW",
    "HELD",
    "EXPIRED",
    "LAPSED",
  ];
  const decided = states.filter((state) => isDecided(put(state).status));

  it("takes an undecided session wherever it is, also back, and is told", () => {
    for (const from of open)
      for (const word of words) {
        const before = put(from);
        const decision = decideTransition(before, later(word));
        const { status: to } = say(word);
        expect(decision).toMatchObject({
          kind: "moved",
          transition: { from: before.status, to, attempt: 2, seq: 4, isReversal: false },
        });
      }
  });

  it.each(["SESSION_CREATED", "IN_PROGRESS", "PENDING_REVIEW"] as const)(
    "that is %s leaves every decision and takes its case up again",
    (word) => {
      for (const from of decided) {
        const before = put(from);
        expect(nameEvent(before, later(word))).toBe("session.reopened");
        expect(goOn(before, later(word))).toMatchObject({
          status: before.status,
          origin: before.origin,
          attempt: 2,
          reopenedAt: at,
        });
      }
    },
  );

  it("takes a case up again also where the attempt before it had", () => {
    const reopened = put("APPROVED", { reopenedAt: at, attempt: 1, reported: "IN_PROGRESS" });
    expect(nameEvent(reopened, later("IN_PROGRESS"))).toBe("session.reopened");
  });

  it("that ends as the one before is a new decision of its own time", () => {
    const before = { ...put("APPROVED", { reopenedAt: at }), decidedAt: new Date(0) };
    const decision = decideTransition(before, later("APPROVED"));
    if (decision.kind !== "moved") throw new Error("did not move");
    expect(decision.transition.eventType).toBe("session.decision_confirmed");
    expect(applyTransition(before, decision.transition)).toMatchObject({
      attempt: 2,
      decidedAt: at,
      reopenedAt: null,
    });
  });

  it("that is rejected for other reasons tells them", () => {
    const before = put("REJECTED", { reasons: [{ code: "face_mismatch" }] });
    const update = later("REJECTED", [{ code: "document_expired" }]);
    expect(nameEvent(before, update)).toBe("session.status_changed");
    expect(goOn(before, update).reasons).toEqual([{ code: "document_expired" }]);
  });

  it("that lapses, or approves without a required check, takes nothing from a decision", () => {
    for (const from of decided)
      expect(decideTransition(put(from), later("EXPIRED"))).toEqual({ kind: "stale" });
    for (const from of ["APPROVED", "APPROVED_BY_OPERATOR"] as const)
      expect(decideTransition(put(from), later("HELD"))).toEqual({ kind: "stale" });
  });

  it("is the same news the second time", () => {
    assert(
      property(anyState, anyWord, anyReasons, (from, word, reasons) => {
        const update = { ...say(word, reasons), attempt: 2 };
        const before = put(from);
        if (decideTransition(before, update).kind !== "moved") return;
        const after = goOn(before, update);
        expect(decideTransition(after, update).kind).not.toBe("moved");
      }),
    );
  });

  it("makes news of the attempt before it stale, a decision too", () => {
    for (const from of states)
      for (const word of words)
        expect(decideTransition(put(from, { attempt: 3 }), later(word))).toEqual({ kind: "stale" });
  });

  it("never moves progress backwards within itself", () => {
    const progressed = goOn(put("IN_PROGRESS"), later("PENDING_REVIEW"));
    expect(decideTransition(progressed, later("IN_PROGRESS"))).toEqual({ kind: "stale" });
    expect(decideTransition(progressed, later("SESSION_CREATED"))).toEqual({ kind: "stale" });
  });
});
