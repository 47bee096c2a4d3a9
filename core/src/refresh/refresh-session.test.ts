import type { Report, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { describe, expect, it } from "vitest";
import type { ProviderFailure } from "../provider/provider-failure.ts";
import type { Session } from "../session/session.ts";
import { closeReport, type FetchedReport } from "../facts/keep-facts.ts";
import {
  refreshSession,
  type AbandonedRead,
  type ReadAttempt,
  type ReadLease,
  type RefreshStore,
  type SettledDecision,
} from "./refresh-session.ts";

const now = Date.parse("2026-01-01T12:00:00Z");

function createSession(status: SessionStatus, lapsesAt = new Date(now + 60_000)): Session {
  return {
    id: "session",
    tenantId: "tenant",
    flow: "standard",
    applicantId: "user",
    applicantKeyId: null,
    requiredChecks: [],
    status,
    origin: "provider",
    reasons: [],
    attempt: 1,
    seq: 1,
    connectionId: "connection",
    reference: { id: "reference" },
    launch: null,
    notices: [],
    metadata: {},
    erasure: "none",
    createdAt: new Date(now),
    updatedAt: new Date(now),
    decidedAt: null,
    reported: null,
    reopenedAt: null,
    lapsesAt,
  };
}

/** A store of one session that notes what was done with it. */
function createStore(session: Session, lease: Partial<ReadLease> | "busy" | "not_readable" = {}) {
  const settled: (SettledDecision & { report: FetchedReport | undefined })[] = [];
  const abandoned: AbandonedRead[] = [];
  const leasesMs: number[] = [];
  const store: RefreshStore = {
    async acquireLease(_id, leaseMs) {
      leasesMs.push(leaseMs);
      if (typeof lease === "string") return lease;
      const whole = { hasDeliveries: false, readCount: 0, failedReads: 0, clockAheadMs: 0 };
      return { token: "token", session, ...whole, ...lease };
    },
    async settleRead(_lease, { report, decide }) {
      settled.push({ ...decide(session), report });
      return session;
    },
    async abandonRead(_lease, failure) {
      abandoned.push(failure);
    },
  };
  return { store, settled, abandoned, leasesMs };
}

function answer(attempt: ReadAttempt) {
  return { read: async () => attempt, sessionLifetimeMs: () => 900_000 };
}

function say(status: Report["status"], more: Partial<Report> = {}): ReadAttempt {
  return { kind: "read", report: closeReport({ status, reasons: [], checks: [], ...more, raw: null }) };
}

function fail(code: ProviderFailure["code"], retryAfterMs?: number): ReadAttempt {
  return { kind: "failed", failure: { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
}

async function refresh(
  session: Session,
  attempt: ReadAttempt,
  {
    lease = {},
    cause = "webhook",
  }: { lease?: Parameters<typeof createStore>[1]; cause?: "webhook" | "schedule" } = {},
) {
  const parts = createStore(session, lease);
  const result = await refreshSession(
    { store: parts.store, providers: answer(attempt), now: () => now },
    { sessionId: "session", cause, deadlineAt: now + 10_000 },
  );
  return { ...parts, result };
}

const lapsed = new Date(now - 1);

describe("a refresh", () => {
  it("applies what the provider says", async () => {
    const { result, settled } = await refresh(createSession("SESSION_CREATED"), say("APPROVED"));
    expect(result).toMatchObject({ kind: "settled", decision: "moved" });
    expect(settled[0]?.decision).toMatchObject({ transition: { to: "APPROVED", cause: "webhook" } });
  });

  it("leases for as long as the fetch may take, and for the commit", async () => {
    const { leasesMs } = await refresh(createSession("SESSION_CREATED"), say("IN_PROGRESS"));
    expect(leasesMs).toEqual([15_000]);
  });

  it.each(["busy", "not_readable"] as const)("asks no provider when the session is %s", async (lease) => {
    const { result, settled, abandoned } = await refresh(createSession("SESSION_CREATED"), say("APPROVED"), {
      lease,
    });
    expect(result).toEqual({ kind: lease });
    expect([...settled, ...abandoned]).toEqual([]);
  });

  it("gives a scheduled look the cause of the deliveries that waited for it", async () => {
    const { settled } = await refresh(createSession("SESSION_CREATED"), say("APPROVED"), {
      lease: { hasDeliveries: true },
      cause: "schedule",
    });
    expect(settled[0]?.decision).toMatchObject({ transition: { cause: "webhook" } });
  });
});

describe("a session whose time is up", () => {
  it.each(["SESSION_CREATED", "IN_PROGRESS"] as const)(
    "expires when the provider says %s",
    async (status) => {
      const { settled } = await refresh(createSession("SESSION_CREATED", lapsed), say(status));
      expect(settled[0]?.decision).toMatchObject({
        transition: { to: "EXPIRED", cause: "lapse", reasons: [{ code: "session_lapsed" }] },
      });
    },
  );

  it.each(["APPROVED", "REJECTED", "PENDING_REVIEW"] as const)(
    "is %s when the provider says so",
    async (status) => {
      const { settled } = await refresh(createSession("IN_PROGRESS", lapsed), say(status));
      expect(settled[0]?.decision).toMatchObject({ transition: { to: status } });
    },
  );

  it("stays in review: the applicant is done", async () => {
    const { settled } = await refresh(createSession("PENDING_REVIEW", lapsed), say("IN_PROGRESS"));
    expect(settled[0]?.decision).toEqual({ kind: "stale" });
  });

  it("expires when the provider does not have it any more", async () => {
    const { settled, result } = await refresh(createSession("IN_PROGRESS", lapsed), fail("session_unknown"));
    expect(result.kind).toBe("settled");
    expect(settled[0]).toMatchObject({ report: undefined, decision: { transition: { to: "EXPIRED" } } });
  });

  it("keeps its decision", async () => {
    const { settled } = await refresh(createSession("APPROVED", lapsed), say("EXPIRED"));
    expect(settled[0]?.decision).toEqual({ kind: "stale" });
  });

  it("goes by the store's clock, not by ours", async () => {
    const soon = new Date(now + 500);
    const { settled } = await refresh(createSession("IN_PROGRESS", soon), say("IN_PROGRESS"), {
      lease: { clockAheadMs: 1000 },
    });
    expect(settled[0]?.decision).toMatchObject({ transition: { to: "EXPIRED" } });
  });
});

describe("a fetch that brings nothing", () => {
  it.each(["response_unrecognised", "session_unknown"] as const)(
    "parks what waited for it: %s",
    async (code) => {
      const { result, abandoned } = await refresh(createSession("IN_PROGRESS"), fail(code));
      expect(result).toMatchObject({ kind: "failed", failure: { code } });
      expect(abandoned).toEqual([{ code, park: true }]);
    },
  );

  it.each(["timeout", "unavailable", "rate_limited", "credentials_rejected", "circuit_open"] as const)(
    "lets it wait on: %s",
    async (code) => {
      const { abandoned, settled } = await refresh(createSession("IN_PROGRESS"), fail(code, 7000));
      expect(abandoned).toEqual([{ code, park: false, retryAfterMs: 7000 }]);
      expect(settled).toEqual([]);
    },
  );
});

describe("a later attempt", () => {
  it.each(["SESSION_CREATED", "IN_PROGRESS"] as const)(
    "that is %s gives the applicant time again, also after the time was up",
    async (status) => {
      for (const before of ["IN_PROGRESS", "PENDING_REVIEW", "EXPIRED"] as const) {
        const { settled } = await refresh(createSession(before, lapsed), say(status, { attempt: 2 }));
        expect(settled[0]).toMatchObject({
          decision: { transition: { from: before, to: status, attempt: 2 } },
          lapsesAt: new Date(now + 900_000),
        });
      }
    },
  );

  it("is judged by its own checks when the one before it was held", async () => {
    const reasons = [{ code: "required_check_missing", check: "liveness" }] as const;
    const held: Session = {
      ...createSession("PENDING_REVIEW"),
      origin: "gateway",
      reasons,
      requiredChecks: ["liveness", "document"],
    };
    const checks = [{ kind: "liveness", outcome: "passed" }] as const;
    const { settled } = await refresh(held, say("APPROVED", { attempt: 2, checks }));
    expect(settled[0]?.decision).toMatchObject({
      transition: { to: "PENDING_REVIEW", reasons: [{ code: "required_check_missing", check: "document" }] },
    });
  });

  it("is the one that a report is about which counts none", async () => {
    const session = { ...createSession("IN_PROGRESS"), attempt: 3 };
    const { settled } = await refresh(session, say("APPROVED"));
    expect(settled[0]?.decision).toMatchObject({ transition: { to: "APPROVED", attempt: 3 } });
  });
});

describe("when a session lapses", () => {
  const later = "2026-01-01T15:00:00+01:00";

  it("is what the provider says now, also without other news", async () => {
    const { settled } = await refresh(createSession("IN_PROGRESS"), say("IN_PROGRESS", { lapsesAt: later }));
    expect(settled[0]).toMatchObject({ decision: { kind: "same" }, lapsesAt: new Date(later) });
  });

  it("is put off by the provider before our clock speaks", async () => {
    const { settled } = await refresh(
      createSession("IN_PROGRESS", lapsed),
      say("IN_PROGRESS", { lapsesAt: later }),
    );
    expect(settled[0]?.decision).toEqual({ kind: "same" });
  });

  it("stays as it was where the provider says nothing that can be read", async () => {
    for (const more of [{}, { lapsesAt: "soon" }, { lapsesAt: "" }]) {
      const { settled } = await refresh(createSession("IN_PROGRESS"), say("IN_PROGRESS", more));
      expect(settled[0]?.lapsesAt).toBeUndefined();
    }
  });

  it("is as much later again for an applicant who is seen after our clock ran out", async () => {
    const session: Session = { ...createSession("EXPIRED", lapsed), origin: "gateway" };
    const { settled } = await refresh(session, say("IN_PROGRESS"));
    expect(settled[0]?.lapsesAt).toEqual(new Date(now + 900_000));
  });
});

function hint(hints: ReadLease["hints"]) {
  return { lease: { hasDeliveries: true, hints: hints ?? [] } };
}

describe("progress that a delivery tells", () => {
  it("counts beside a read that leaves the session undecided", async () => {
    const { settled } = await refresh(
      createSession("SESSION_CREATED"),
      say("SESSION_CREATED"),
      hint([{ status: "IN_PROGRESS" }, { status: "PENDING_REVIEW" }]),
    );
    expect(settled[0]?.decision).toMatchObject({
      transition: { to: "PENDING_REVIEW", origin: "provider", cause: "webhook" },
    });
  });

  it.each(["APPROVED", "REJECTED", "EXPIRED"] as const)("says nothing against %s", async (status) => {
    const { settled } = await refresh(
      createSession("SESSION_CREATED"),
      say(status),
      hint([{ status: "PENDING_REVIEW" }]),
    );
    expect(settled[0]?.decision).toMatchObject({ transition: { to: status } });
  });

  it("says nothing about another attempt than the one that is read", async () => {
    for (const attempt of [1, 3, undefined]) {
      const told = { status: "PENDING_REVIEW", ...(attempt === undefined ? {} : { attempt }) } as const;
      const session = { ...createSession("IN_PROGRESS"), attempt: 2 };
      const { settled } = await refresh(session, say("IN_PROGRESS", { attempt: 2 }), hint([told]));
      expect(settled[0]?.decision).toEqual({ kind: "same" });
    }
  });

  it("keeps a session from lapsing whose applicant is done", async () => {
    const { settled } = await refresh(
      createSession("IN_PROGRESS", lapsed),
      say("IN_PROGRESS"),
      hint([{ status: "PENDING_REVIEW" }]),
    );
    expect(settled[0]?.decision).toMatchObject({ transition: { to: "PENDING_REVIEW" } });
  });
});
