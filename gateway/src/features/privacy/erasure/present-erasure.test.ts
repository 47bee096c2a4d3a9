import { describe, expect, it } from "vitest";
import { LegalHoldError, type ErasedSession, type Erasure } from "./erasure.ts";
import { toLegalHoldProblem } from "./legal-hold-problem.ts";
import { presentErasure } from "./present-erasure.ts";

const at = new Date("2026-03-01T12:00:00.000Z");

const session: ErasedSession = {
  sessionId: "0190a1b2-0000-7000-8000-000000000001",
  connection: "shop-acme",
  adapter: "acme",
  state: "pending",
  outcome: null,
  settledAt: null,
  abandonedStarts: [],
};

const erasure: Erasure = {
  id: "0190a1b2-0000-7000-8000-000000000002",
  tenantId: "0190a1b2-0000-7000-8000-000000000003",
  kind: "applicant",
  cause: "request",
  applicantHash: Buffer.from("keyed hash"),
  requestedAt: at,
  keptEntries: [],
  removed: { sessions: 1 },
  completedAt: null,
  receipt: null,
  sessions: [session],
};

describe("an erasure in the words of the API", () => {
  it("is done when it is signed for, and not before, although everything is settled", () => {
    const settled = { ...session, state: "settled", outcome: "confirmed", settledAt: at } as const;
    const unsigned = { ...erasure, completedAt: at, sessions: [settled] };
    expect(presentErasure(unsigned).state).toBe("pending");
    expect(presentErasure({ ...unsigned, receipt: "a.b.c" })).toMatchObject({
      state: "done",
      receipt: "a.b.c",
    });
  });

  it.each([
    ["a provider that has not answered", null, "pending"],
    ["one that offers no erasure", "unsupported", "unsupported"],
    ["a start whose outcome nobody learnt", "unknown", "unknown"],
  ] as const)("says of %s what is known", (_name, outcome, atProvider) => {
    const { sessions } = presentErasure({ ...erasure, sessions: [{ ...session, outcome }] });
    expect(sessions).toMatchObject([{ id: session.sessionId, atProvider, settledAt: null }]);
  });

  it("names where else a start may have left something", () => {
    const abandonedStarts = [{ connection: "old", adapter: "other", atProvider: "unknown" }] as const;
    const { sessions } = presentErasure({ ...erasure, sessions: [{ ...session, abandonedStarts }] });
    expect(sessions[0]?.abandonedStarts).toEqual(abandonedStarts);
  });

  it("has neither the applicant's hash nor how many rows went", () => {
    const text = JSON.stringify(presentErasure(erasure));
    expect(text).not.toContain(erasure.applicantHash?.toString("base64") ?? "?");
    expect(text).not.toMatch(/applicantHash|removed|adapter"/);
  });
});

describe("a legal hold", () => {
  it("is a problem that says that nothing was erased", () => {
    expect(toLegalHoldProblem(new LegalHoldError())).toMatchObject({
      code: "legal_hold",
      message: expect.stringContaining("Nothing was erased"),
    });
  });

  it.each([new Error("A legal hold keeps the data."), { name: "LegalHoldError" }, undefined])(
    "is told from any other error: %s",
    (error) => expect(toLegalHoldProblem(error)).toBeUndefined(),
  );
});
