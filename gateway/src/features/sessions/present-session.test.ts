import { StartFailure, type Session } from "@kyc-gateway/core";
import { describe, expect, it } from "vitest";
import { presentSession } from "./present-session.ts";
import { toStartProblem } from "./start-problem.ts";
import { keepDocumentExpiry } from "./report-row.ts";

const at = new Date("2026-03-01T12:00:00.000Z");
const launch = { kind: "redirect", url: "https://provider.example/start" } as unknown as NonNullable<
  Session["launch"]
>;

const session: Session = {
  id: "0190a1b2-0000-7000-8000-000000000001",
  tenantId: "0190a1b2-0000-7000-8000-000000000002",
  flow: "standard",
  applicantId: "user-1",
  applicantKeyId: "0190a1b2-0000-7000-8000-000000000003",
  requiredChecks: [],
  status: "SESSION_CREATED",
  origin: "provider",
  reasons: [],
  attempt: 1,
  seq: 1,
  connectionId: "0190a1b2-0000-7000-8000-000000000004",
  reference: null,
  launch,
  notices: [],
  metadata: { order: "7" },
  erasure: "none",
  createdAt: at,
  updatedAt: at,
  decidedAt: null,
  reported: null,
  reopenedAt: null,
  lapsesAt: null,
};

describe("a session in the words of the API", () => {
  it.each(["SESSION_CREATED", "IN_PROGRESS"] as const)("has its launch while it is %s", (status) => {
    expect(presentSession({ ...session, status }).launch).toEqual(launch);
  });

  it.each([
    ["approved", { status: "APPROVED" }],
    ["rejected", { status: "REJECTED" }],
    ["expired", { status: "EXPIRED" }],
    ["erased", { erasure: "done" }],
    ["being erased", { erasure: "pending" }],
    ["past its time, whatever is stored", { lapsesAt: new Date(Date.now() - 1000) }],
  ] as const)("lets nobody in when it is %s", (_name, change) => {
    expect(presentSession({ ...session, ...change }).launch).toBeNull();
  });

  it("tells no connection, no reference and no tenant", () => {
    const text = JSON.stringify(presentSession(session));
    for (const hidden of [session.tenantId, session.connectionId, session.applicantKeyId])
      expect(text).not.toContain(hidden);
  });

  it("says that a provider took a decided case up again, unless it is erased", () => {
    const reopened = { ...session, status: "APPROVED", reopenedAt: at } as const;
    expect(presentSession(reopened).notices).toMatchObject([
      { code: "decision_reopened", detail: expect.stringContaining("APPROVED stands") },
    ]);
    expect(presentSession({ ...reopened, erasure: "done" }).notices).toEqual([]);
  });
});

describe("a start that failed", () => {
  it("is a problem with its words and its time to wait", () => {
    const failure = new StartFailure("provider_unavailable", "It does not answer.", { retryAfterMs: 3000 });
    expect(toStartProblem(failure)).toMatchObject({
      code: "provider_unavailable",
      details: { detail: "It does not answer.", retryAfterMs: 3000 },
    });
  });

  it.each([
    ["key_spent", "session_not_startable"],
    ["parent_not_found", "invalid_request"],
  ] as const)("is told in a product's words: %s is %s", (code, problem) => {
    expect(toStartProblem(new StartFailure(code, "x"))?.code).toBe(problem);
  });

  it.each([new Error("provider_unavailable"), { code: "provider_unavailable" }, null])(
    "is told from any other error: %s",
    (error) => expect(toStartProblem(error)).toBeUndefined(),
  );
});

describe("the last day of an approval's document", () => {
  type Entity = Parameters<typeof keepDocumentExpiry>[0];
  function keep(status: string, before: string | null, expiresOn: string | undefined): string | null {
    const entity = { status, documentExpiresOn: before } as Entity;
    const document = { type: "passport", ...(expiresOn === undefined ? {} : { expiresOn }) };
    const facts = { claims: { document } };
    keepDocumentExpiry(entity, {
      facts,
      isRedacted: false,
      isDifferent: false,
      earlier: [],
    } as unknown as Parameters<typeof keepDocumentExpiry>[1]);
    return entity.documentExpiresOn ?? null;
  }

  it.each([
    ["a day", "2031-06-28", "2031-06-28"],
    ["no day at all", undefined, "2030-01-01"],
    ["a day that no calendar has", "2031-02-30", "2030-01-01"],
    ["the year 0", "0000-01-01", "2030-01-01"],
    ["a time", "2031-06-28T00:00:00Z", "2030-01-01"],
    ["another order", "28-06-2031", "2030-01-01"],
  ])("is kept of %s", (_name, expiresOn, kept) => {
    expect(keep("APPROVED", "2030-01-01", expiresOn)).toBe(kept);
  });

  it.each(["REJECTED", "PENDING_REVIEW", "EXPIRED"])("is not kept when the session is %s", (status) => {
    expect(keep(status, "2030-01-01", "2031-06-28")).toBeNull();
  });
});
