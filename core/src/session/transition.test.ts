import { array, constantFrom, record, type Arbitrary, assert, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReportedWord } from "./reported-word.ts";
import { findMachineState, isDecided, isSettled, type MachineState } from "./status-machine.ts";
import { decideTransition, type SessionState } from "./transition.ts";
import { at, goOn, nameEvent, put, say, states, words } from "./transition-world.ts";

const anyState = constantFrom(...states);
const anyWord = constantFrom(...words);
const anyReasons = array(
  record({ code: constantFrom("face_mismatch", "document_expired"), raw: constantFrom("a", "b") }),
  { maxLength: 4 },
) as Arbitrary<SessionState["reasons"]>;

describe("a transition", () => {
  const progress: readonly MachineState[] = [
    "NOT_STARTED",
    "SESSION_CREATED",
    "IN_PROGRESS",
    "PENDING_REVIEW",
  ];

  it("never moves progress backwards", () => {
    for (const [index, from] of progress.entries())
      for (const to of progress.slice(1, index) as ReportedWord[])
        expect(decideTransition(put(from), say(to))).toEqual({ kind: "stale" });
  });

  it("changes a decision only to the other decision", () => {
    assert(
      property(anyState, anyWord, (from, word) => {
        const before = put(from);
        const after = goOn(before, say(word));
        if (!isDecided(before.status) || after.status === before.status) return;
        expect(isDecided(after.status)).toBe(true);
        expect(decideTransition(before, say(word))).toMatchObject({
          transition: { isReversal: true, eventType: "session.decision_reversed" },
        });
      }),
    );
  });

  it("calls nothing else a reversal", () => {
    assert(
      property(anyState, anyWord, (from, word) => {
        const before = put(from);
        const decision = decideTransition(before, say(word));
        if (decision.kind !== "moved") return;
        const isOther = isDecided(before.status) && decision.transition.to !== before.status;
        expect(decision.transition.isReversal).toBe(isOther);
      }),
    );
  });

  it("counts on by one and begins where the session is", () => {
    assert(
      property(anyState, anyWord, nat({ max: 1000 }), (from, word, seq) => {
        const before = put(from, { seq });
        const decision = decideTransition(before, say(word));
        if (decision.kind === "moved")
          expect(decision.transition).toMatchObject({ seq: seq + 1, from: before.status, at });
      }),
    );
  });

  it("is the same news the second time, whatever the order of its reasons", () => {
    assert(
      property(anyState, anyWord, anyReasons, (from, word, reasons) => {
        const before = put(from);
        if (decideTransition(before, say(word, reasons)).kind !== "moved") return;
        const after = goOn(before, say(word, reasons));
        expect(decideTransition(after, say(word, reasons.toReversed()))).toEqual({ kind: "same" });
      }),
    );
  });

  it("tells new reasons of the same status, as no reversal", () => {
    const decision = decideTransition(put("REJECTED"), say("REJECTED", [{ code: "face_mismatch" }]));
    expect(decision).toMatchObject({
      kind: "moved",
      transition: { isReversal: false, eventType: "session.status_changed" },
    });
  });

  it("keeps what a decision was given for when the provider says less about it", () => {
    const reasons = [{ code: "face_mismatch" }, { code: "underage" }] as const;
    for (const fewer of [[], [reasons[1]]])
      expect(decideTransition(put("REJECTED", { reasons }), say("REJECTED", fewer))).toEqual({
        kind: "same",
      });
  });

  it("has the event's type that its end says", () => {
    expect(Object.fromEntries(words.map((word) => [word, nameEvent(put("NOT_STARTED"), say(word))]))).toEqual(
      {
        SESSION_CREATED: "session.created",
        IN_PROGRESS: "session.status_changed",
        PENDING_REVIEW: "session.status_changed",
        HELD: "session.status_changed",
        APPROVED: "session.decided",
        REJECTED: "session.decided",
        EXPIRED: "session.expired",
      },
    );
  });
});

describe("an expiry by our own clock", () => {
  it.each(["IN_PROGRESS", "PENDING_REVIEW", "HELD", "APPROVED", "REJECTED"] as const)(
    "gives way to %s, which is no reversal",
    (word) => {
      const decision = decideTransition(put("LAPSED", { reported: "SESSION_CREATED" }), say(word));
      expect(decision).toMatchObject({ kind: "moved", transition: { isReversal: false } });
    },
  );

  it("does not give way to what was known when the time ran out", () => {
    const seen = put("LAPSED", { reported: "IN_PROGRESS" });
    expect(decideTransition(seen, say("IN_PROGRESS"))).toEqual({ kind: "same" });
    expect(decideTransition(put("LAPSED"), say("SESSION_CREATED"))).toEqual({ kind: "stale" });
  });

  it("is confirmed by the provider's own, which only a decision replaces", () => {
    const confirmed = goOn(put("LAPSED"), say("EXPIRED"));
    expect(confirmed).toMatchObject({ status: "EXPIRED", origin: "provider" });
    expect(words.filter((word) => decideTransition(confirmed, say(word)).kind === "moved")).toEqual([
      "HELD",
      "APPROVED",
      "REJECTED",
    ]);
  });
});

describe("a case that the provider takes up again", () => {
  it.each([
    ["APPROVED", "PENDING_REVIEW"],
    ["APPROVED", "IN_PROGRESS"],
    ["REJECTED", "PENDING_REVIEW"],
    ["REJECTED", "HELD"],
    ["APPROVED_BY_OPERATOR", "PENDING_REVIEW"],
    ["REJECTED_BY_OPERATOR", "APPROVED"],
  ] as const)("leaves %s as it is and tells %s once", (state, word) => {
    const reasons = [{ code: "operator_decision" }] as const;
    const before = put(state, { reasons });
    const after = goOn(before, say(word));
    expect(nameEvent(before, say(word))).toBe("session.reopened");
    expect(after).toMatchObject({
      status: before.status,
      origin: before.origin,
      reasons,
      seq: 4,
      reopenedAt: at,
    });
    expect(decideTransition(after, say(word))).toEqual({ kind: "same" });
  });

  it.each(["APPROVED", "HELD"] as const)("is confirmed by %s, which is told too", (word) => {
    const reopened = put("APPROVED", { reopenedAt: at });
    expect(nameEvent(reopened, say(word))).toBe("session.decision_confirmed");
    expect(goOn(reopened, say(word)).reopenedAt).toBeNull();
  });

  it("is reversed by the other decision", () => {
    const after = goOn(put("APPROVED", { reopenedAt: at }), say("REJECTED"));
    expect(after).toMatchObject({ status: "REJECTED", reopenedAt: null });
  });
});

describe("an operator's decision", () => {
  it.each(words)("is not touched by %s where the provider had said so before", (word) => {
    for (const state of ["APPROVED_BY_OPERATOR", "REJECTED_BY_OPERATOR"] as const)
      expect(decideTransition(put(state, { reported: word }), say(word))).toEqual({ kind: "same" });
  });

  it("is overturned to the safer side alone", () => {
    expect(goOn(put("APPROVED_BY_OPERATOR", { reported: "HELD" }), say("REJECTED"))).toMatchObject({
      status: "REJECTED",
      origin: "provider",
    });
    expect(goOn(put("REJECTED_BY_OPERATOR", { reported: "HELD" }), say("APPROVED"))).toMatchObject({
      status: "REJECTED",
      origin: "operator",
    });
  });
});

describe("the status machine", () => {
  it("reaches nobody's approval without a report of it", () => {
    for (const from of states)
      for (const word of words) {
        const before = put(from);
        const after = goOn(before, say(word));
        if (after.status === "APPROVED" && before.status !== "APPROVED") expect(word).toBe("APPROVED");
      }
  });

  it("finds the row of each state", () => {
    expect(states.map((state) => findMachineState(put(state)))).toEqual(states);
  });

  it("moves a provider's settled status to nothing but a decision", () => {
    for (const state of ["APPROVED", "REJECTED", "EXPIRED"] as const)
      for (const word of words) {
        const { status } = goOn(put(state), say(word));
        if (word !== "HELD") expect(isSettled(status)).toBe(true);
      }
  });
});
