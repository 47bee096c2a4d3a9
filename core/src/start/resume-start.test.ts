import { describe, expect, it } from "vitest";
import { fail, intended, ok, resume, start } from "./start-world.ts";

describe("a key", () => {
  it("that has its session gives it, and calls nobody", async () => {
    const { result, calls } = await start({
      attempts: { first: ok },
      intent: { kind: "replayed", session: intended },
    });
    expect(result?.isReplay).toBe(true);
    expect(calls).toEqual([]);
  });

  it("that has its session gives it although the flow is gone", async () => {
    const replay = { kind: "replayed", session: intended } as const;
    expect((await start({ attempts: {}, hasFlow: false, replay })).result?.isReplay).toBe(true);
  });

  it("with another body stays refused although the flow is gone", async () => {
    expect((await start({ attempts: {}, hasFlow: false, replay: { kind: "reused" } })).failure?.code).toBe(
      "unknown_flow",
    );
  });

  it.each([
    ["busy", "idempotency_key_in_use"],
    ["reused", "idempotency_key_reused"],
    ["closed", "key_spent"],
  ] as const)("that is %s is told as %s, and nobody is called", async (kind, code) => {
    const { failure, calls } = await start({ attempts: { first: ok }, intent: { kind } });
    expect(failure?.code).toBe(code);
    expect(calls).toEqual([]);
  });

  it("that is taken up again starts under the session's own id", async () => {
    const session = { ...intended, id: "earlier" };
    const intent = { kind: "resumed", session, unknownAt: undefined } as const;
    expect((await start({ attempts: { first: ok }, intent })).result?.session.id).toBe("earlier");
  });

  it("whose outcome is unknown starts nothing again where that does harm", async () => {
    const careful = await start({ attempts: { first: ok }, intent: resume("first") });
    expect(careful.failure).toMatchObject({ code: "provider_outcome_unknown", retryAfterMs: 60_000 });
    expect(careful.calls).toEqual([]);
  });

  it("whose outcome is unknown goes wherever the route leads now, where a second start does no harm", async () => {
    const world = { attempts: { first: ok, second: ok }, repeatable: true, failing: "first" };
    expect((await start(world)).calls).toEqual(["second"]);
    expect((await start({ ...world, intent: resume("first") })).calls).toEqual(["note second", "second"]);
    expect((await start({ ...world, intent: resume("second") })).calls).toEqual(["second"]);
  });

  it("whose outcome is unknown stays so, and stays bound to the same provider, when nobody takes it", async () => {
    const attempts = { first: fail("rate_limited"), second: fail("request_rejected") };
    const again = await start({ attempts, repeatable: true, intent: resume("first") });
    expect(again.calls).toEqual(["first", "note second", "second", "note first"]);
    expect(again.failure?.code).toBe("provider_outcome_unknown");
    expect(again.failures).toMatchObject([{ isOutcomeUnknown: true }]);
  });

  it.each([null, "gone"])("whose outcome is unknown at %s starts nothing anywhere", async (connectionId) => {
    const again = await start({ attempts: { first: ok }, repeatable: true, intent: resume(connectionId) });
    expect(again.failure?.code).toBe("provider_outcome_unknown");
    expect(again.calls).toEqual([]);
  });
});
