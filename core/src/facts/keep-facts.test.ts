import { describe, expect, it } from "vitest";
import type { Session } from "../session/session.ts";
import type { Decision } from "../session/transition.ts";
import { keepFacts, type KeptFacts, type ReportFacts } from "./keep-facts.ts";

const at = new Date("2026-01-01T00:00:00Z");
const full: ReportFacts = {
  claims: {
    person: { givenName: "Nimushi", familyName: "Satesto", dateOfBirth: "1990-05-13" },
    document: { type: "id_card", number: "A1" },
  },
  checks: [
    { kind: "document", outcome: "passed" },
    { kind: "liveness", outcome: "not_run" },
  ],
  evidence: [{ id: "front", kind: "document_front" }],
};
const approved = { status: "APPROVED", origin: "provider", reasons: [], attempt: 1, decidedAt: at } as const;
const review = {
  status: "PENDING_REVIEW",
  origin: "provider",
  reasons: [],
  attempt: 1,
  decidedAt: null,
} as const;
const held = { ...review, origin: "gateway" } as const;
const begun: KeptFacts = { facts: full, isRedacted: false, isDifferent: false, earlier: [] };

type Before = Pick<Session, "status" | "origin" | "reasons" | "attempt" | "decidedAt">;

function move(before: Before, to: "APPROVED" | "REJECTED" | "PENDING_REVIEW"): Decision {
  const shared = {
    seq: 3,
    attempt: 1,
    at,
    from: before.status,
    to,
    reasons: [],
    cause: "webhook",
    isReversal: false,
  } as const;
  return { kind: "moved", transition: { ...shared, origin: "provider", eventType: "session.decided" } };
}

function keep(before: Before, facts: ReportFacts, decision: Decision = { kind: "same" }): KeptFacts {
  return keepFacts(begun, { before, decision, facts }).kept;
}

describe("a report that does not change the decision", () => {
  it.each<[string, ReportFacts]>([
    ["empty", { checks: [], claims: { person: {} } }],
    ["without claims, checks or evidence at all", { checks: [] }],
    ["redacted to the name", { checks: full.checks, claims: { person: { givenName: "Nimushi" } } }],
    ["without evidence", { ...full, evidence: [] }],
    ["of checks that have not run any more", { ...full, checks: [{ kind: "document", outcome: "not_run" }] }],
  ])("removes nothing when it is %s, and it is said that it says less", (_name, facts) => {
    for (const before of [approved, held])
      expect(keep(before, facts)).toEqual({ ...begun, isRedacted: true });
  });

  it("is the same when it says the same, in whatever order", () => {
    const document = { number: "A1", type: "id_card" } as const;
    const facts = { ...full, checks: full.checks.toReversed(), claims: { ...full.claims, document } };
    expect(keep(approved, facts)).toEqual(begun);
  });

  it("adds what it knows more", () => {
    const person = { ...full.claims?.person, email: "n@product.example" };
    const later: ReportFacts = {
      claims: { ...full.claims, person, proofsOfAddress: [{ documentType: "utility_bill" }] },
      checks: [
        { kind: "document", outcome: "passed" },
        { kind: "liveness", outcome: "passed" },
        { kind: "screening", outcome: "passed" },
      ],
      evidence: [...(full.evidence ?? []), { id: "face", kind: "face" }],
      comment: "seen",
    };
    expect(keep(approved, later)).toEqual({ ...begun, facts: later });
  });

  it("adds nothing of a document that is another one, and it is said", () => {
    const document = { type: "passport", number: "P2", mrz: "P<GEO" } as const;
    const kept = keep(approved, { ...full, claims: { ...full.claims, document } });
    expect(kept).toMatchObject({ facts: full, isDifferent: true });
    expect(kept.facts.claims?.document).not.toHaveProperty("mrz");
  });

  it("does not turn a check that was passed into one that failed, and it is said", () => {
    const checks = [{ kind: "document", outcome: "failed" }] as const;
    expect(keep(approved, { ...full, checks })).toMatchObject({ facts: full, isDifferent: true });
  });

  it("says less only until it says all again", () => {
    const redacted = keep(approved, { checks: [] });
    const again = keepFacts(redacted, { before: approved, decision: { kind: "same" }, facts: full });
    expect(again.kept.isRedacted).toBe(false);
  });
});

describe("a report that decides", () => {
  it("brings its own facts", () => {
    const facts: ReportFacts = { checks: [{ kind: "document", outcome: "passed" }] };
    expect(keep(review, facts, move(review, "APPROVED"))).toEqual({ ...begun, facts });
  });

  it("leaves those of the decision that it replaces beside, once however often it goes to and fro", () => {
    const rejected = { ...approved, status: "REJECTED" } as const;
    let kept: KeptFacts = begun;
    for (let turn = 0; turn < 3; turn += 1) {
      kept = keepFacts(kept, {
        before: approved,
        decision: move(approved, "REJECTED"),
        facts: { checks: [] },
      }).kept;
      kept = keepFacts(kept, { before: rejected, decision: move(rejected, "APPROVED"), facts: full }).kept;
    }
    expect(kept.earlier.map(({ status, facts }) => [status, facts])).toEqual([
      ["APPROVED", full],
      ["REJECTED", { checks: [] }],
    ]);
  });
});

describe("before a decision", () => {
  it("a report that says less takes nothing away either", () => {
    expect(keep(review, { checks: [] })).toMatchObject({ facts: full, isRedacted: true });
  });

  it("a newer report of another document is what the review is about", () => {
    const facts: ReportFacts = { checks: [], claims: { document: { number: "P2" } } };
    expect(keep(review, facts)).toEqual({ ...begun, facts });
    expect(keep(review, facts, { kind: "stale" }).facts.claims?.document?.number).toBe("A1");
  });
});

const attempt = (before: Before, to: Parameters<typeof move>[1], isReopening = false): Decision => {
  const decision = move(before, to);
  if (decision.kind !== "moved") return decision;
  const eventType = isReopening ? "session.reopened" : decision.transition.eventType;
  return { kind: "moved", transition: { ...decision.transition, attempt: 2, eventType } };
};

describe("a later attempt", () => {
  const other: ReportFacts = { checks: [], claims: { document: { number: "P2" } } };

  it("of an undecided session brings its own facts, also at the same status", () => {
    expect(keep(review, other, attempt(review, "PENDING_REVIEW"))).toEqual({ ...begun, facts: other });
  });

  it("that decides as the one before leaves what that was given for beside", () => {
    const kept = keep(approved, other, attempt(approved, "APPROVED"));
    expect(kept.facts).toEqual(other);
    expect(kept.earlier).toMatchObject([{ status: "APPROVED", facts: full }]);
  });

  it("that has only begun takes nothing from the decision", () => {
    expect(keep(approved, { checks: [] }, attempt(approved, "APPROVED", true)).facts).toEqual(full);
  });
});
