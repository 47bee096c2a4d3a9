import { describe, expect, it } from "vitest";
import { fail, now, ok, start } from "./start-world.ts";

describe("a start", () => {
  it("stores what the provider made, with the time when it lapses", async () => {
    const { result, outcomes } = await start({ attempts: { first: ok } });
    expect(result).toMatchObject({ isReplay: false, session: { status: "SESSION_CREATED" } });
    expect(outcomes).toMatchObject([
      {
        connectionId: "first",
        lapsesAt: new Date(now + 60_000),
        transition: { seq: 1, eventType: "session.created" },
      },
    ]);
  });

  it("takes the provider's own word for when it lapses", async () => {
    const lapsesAt = "2026-01-02T00:00:00.000Z";
    const { outcomes } = await start({
      attempts: { first: { ...ok, started: { ...ok.started, lapsesAt } } },
    });
    expect(outcomes[0]?.lapsesAt).toEqual(new Date(lapsesAt));
  });

  it.each(["request_rejected", "rate_limited", "credentials_rejected", "circuit_open"] as const)(
    "goes on to the next connection after %s: nothing was created",
    async (code) => {
      const { calls, result, outcomes } = await start({ attempts: { first: fail(code), second: ok } });
      expect(result?.session.status).toBe("SESSION_CREATED");
      expect(calls).toEqual(["first", "note second", "second"]);
      expect(outcomes[0]?.trace.map(({ step }) => step)).toEqual(["routed", "failed", "chosen"]);
    },
  );

  it("goes on when not a byte was sent", async () => {
    const { calls } = await start({
      attempts: { first: fail("unavailable", { requestSent: false }), second: ok },
    });
    expect(calls).toEqual(["first", "note second", "second"]);
  });

  it.each(["timeout", "unavailable", "response_unrecognised"] as const)(
    "goes on to nobody after %s where a second start does harm: the outcome is unknown",
    async (code) => {
      const { calls, failure, failures } = await start({ attempts: { first: fail(code), second: ok } });
      expect(calls).toEqual(["first"]);
      expect(failure?.code).toBe("provider_outcome_unknown");
      expect(failures).toMatchObject([{ isOutcomeUnknown: true }]);
    },
  );

  it.each(["timeout", "unavailable", "response_unrecognised"] as const)(
    "goes on after %s where a second start does no harm, and tells the trace",
    async (code) => {
      const attempts = { first: fail(code), second: ok };
      const { calls, outcomes } = await start({ attempts, repeatable: ["first"] });
      expect(calls).toEqual(["first", "note second, first abandoned", "second"]);
      expect(outcomes[0]?.trace.map(({ connection, step, why }) => [connection, step, why])).toEqual([
        ["first", "routed", undefined],
        ["first", "outcome_unknown", code],
        ["second", "chosen", undefined],
      ]);
    },
  );

  it("tells the store of each connection that may have made a session, once the next is asked", async () => {
    const attempts = { first: fail("timeout"), second: fail("unavailable"), third: ok };
    const { calls } = await start({ attempts, repeatable: true });
    expect(calls).toEqual([
      "first",
      "note second, first abandoned",
      "second",
      "note third, second abandoned",
      "third",
    ]);
  });

  it("tells the store of no connection that is known to have made nothing", async () => {
    const attempts = { first: fail("timeout"), second: fail("rate_limited"), third: ok };
    const { calls, outcomes } = await start({ attempts, repeatable: true });
    expect(calls).toEqual(["first", "note second, first abandoned", "second", "note third", "third"]);
    expect(outcomes[0]?.mayHaveDuplicate).toBe(false);
  });

  it("that was repeated at the provider after an unknown outcome says that there may be a second session", async () => {
    const { outcomes } = await start({ attempts: { first: { ...ok, mayHaveDuplicate: true } } });
    expect(outcomes[0]?.mayHaveDuplicate).toBe(true);
    expect(outcomes[0]?.trace.map(({ step }) => step)).toEqual(["routed", "outcome_unknown", "chosen"]);
  });

  it("leaves half of the time to those behind it, so that a provider that hangs costs its caller no answer", async () => {
    const attempts = { first: fail("timeout"), second: fail("timeout"), third: ok };
    const { deadlines } = await start({ attempts, repeatable: true });
    expect(deadlines).toEqual([5000, 5000, 10_000]);
  });

  it("has all the time where nobody is behind it, or nobody can be asked after it", async () => {
    expect((await start({ attempts: { first: ok }, repeatable: true })).deadlines).toEqual([10_000]);
    expect((await start({ attempts: { first: ok, second: ok } })).deadlines).toEqual([10_000]);
  });

  it("that nobody answers stays bound to the last whose outcome is unknown", async () => {
    const attempts = { first: fail("timeout"), second: fail("unavailable", { requestSent: false }) };
    const { calls, failure, failures } = await start({ attempts, repeatable: ["first"] });
    expect(calls).toEqual(["first", "note second, first abandoned", "second", "note first"]);
    expect(failure?.code).toBe("provider_outcome_unknown");
    expect(failures).toMatchObject([{ isOutcomeUnknown: true }]);
  });

  it.each([
    ["request_rejected", "provider_refused"],
    ["unsupported", "provider_refused"],
    ["credentials_rejected", "provider_misconfigured"],
    ["settings_invalid", "provider_misconfigured"],
    ["rate_limited", "provider_unavailable"],
    ["circuit_open", "provider_unavailable"],
  ] as const)("says %s as %s, and gives the key back", async (code, said) => {
    const { failure, failures } = await start({ attempts: { first: fail(code, { retryAfterMs: 5000 }) } });
    expect(failure).toMatchObject({ code: said, retryAfterMs: 5000 });
    expect(failures).toMatchObject([{ isOutcomeUnknown: false }]);
  });

  it("says so when somebody closed the session meanwhile", async () => {
    const { failure } = await start({ attempts: { first: ok }, outcome: "lost" });
    expect(failure?.code).toBe("session_not_startable");
  });
});

describe("a request", () => {
  it("that no connection takes is refused with every issue, before anything is stored or sent", async () => {
    const { failure, calls } = await start({ attempts: { first: ok }, issuesOf: "first" });
    expect(failure).toMatchObject({ code: "invalid_request", issues: [{ pointer: "/language" }] });
    expect(calls).toEqual([]);
  });

  it("that one connection takes goes there", async () => {
    const { calls } = await start({ attempts: { first: ok, second: ok }, issuesOf: "first" });
    expect(calls).toEqual(["second"]);
  });

  it("for a flow that is not there, or with a parent that is not there, is refused", async () => {
    expect((await start({ attempts: {}, hasFlow: false })).failure?.code).toBe("unknown_flow");
    const orphan = await start({ attempts: { first: ok } }, { parentSessionId: "nobody" });
    expect(orphan.failure).toMatchObject({
      code: "parent_not_found",
      issues: [{ pointer: "/parentSessionId" }],
    });
  });
});

describe("a provider whose unit is the applicant", () => {
  it("is told the applicant's earlier session there, where its adapter asks for it", async () => {
    const { calls } = await start({ attempts: { first: ok }, previous: { first: "r-0" } });
    expect(calls).toEqual(["first after r-0"]);
  });

  it("that gives one session for two is answered with a named failure, and nothing is kept of it", async () => {
    const { failure, failures } = await start({ attempts: { first: ok }, outcome: "taken" });
    expect(failure?.code).toBe("reference_taken");
    expect(failures).toMatchObject([
      {
        isOutcomeUnknown: false,
        trace: expect.arrayContaining([expect.objectContaining({ why: "reference_taken" })]),
      },
    ]);
  });
});
