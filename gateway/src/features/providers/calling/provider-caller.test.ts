import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";
import { failureRules, isNothingCreated } from "@kyc-gateway/core";
import {
  createCaller,
  createProvider,
  describeCall,
  fail,
  mayHaveCreated,
  notSent,
  run,
  slow,
} from "./scripted-provider.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("retries", () => {
  it("never repeats a start whose outcome is unknown where a second one does harm", async () => {
    const provider = createProvider("unavailable", "ok");
    const outcome = await run(createCaller().caller, provider.work);
    expect(outcome).toEqual({ kind: "failed", failure: { code: "unavailable" } });
    expect(provider.calls).toBe(1);
  });

  it("repeats a start that is known to have created nothing", async () => {
    const provider = createProvider(notSent, "ok");
    expect(await run(createCaller().caller, provider.work)).toMatchObject({ kind: "ok", value: "started" });
    expect(provider.calls).toBe(2);
  });

  it("waits as long as the provider asks", async () => {
    const { caller } = createCaller();
    const provider = createProvider(fail("rate_limited", 3000), "ok");
    const outcome = caller.call({ ...describeCall(provider.work), deadlineAt: Date.now() + 10_000 });
    await vi.advanceTimersByTimeAsync(2999);
    expect(provider.calls).toBe(1);
    await vi.advanceTimersByTimeAsync(2001);
    expect(provider.calls).toBe(2);
    expect(await outcome).toMatchObject({ kind: "ok" });
  });

  it("gives up at once where the provider asks for more patience than there is time", async () => {
    const { caller } = createCaller();
    const provider = createProvider(fail("rate_limited", 30_000));
    expect(await run(caller, provider.work)).toEqual({
      kind: "failed",
      failure: { code: "rate_limited", retryAfterMs: 30_000 },
    });
    expect(provider.calls).toBe(1);
    const refused = await run(caller, provider.work, { budgetMs: 1000 });
    expect(refused).toMatchObject({ failure: { code: "rate_limited", requestSent: false } });
    expect(provider.calls).toBe(1);
  });

  it("ends its wait at once when the caller hangs up", async () => {
    const { caller } = createCaller();
    const provider = createProvider(fail("rate_limited", 3000), "ok");
    const controller = new AbortController();
    const call = { ...describeCall(provider.work), signal: controller.signal };
    const outcome = caller.call({ ...call, deadlineAt: Date.now() + 10_000 });
    await vi.advanceTimersByTimeAsync(1000);
    controller.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(await outcome).toEqual({ kind: "failed", failure: { code: "rate_limited", retryAfterMs: 3000 } });
    expect(provider.calls).toBe(1);
  });

  it("says that the outcome is unknown when an attempt may have worked and a later one was refused", async () => {
    const provider = createProvider("unavailable", notSent);
    const outcome = await run(createCaller().caller, provider.work, { isRepeatable: true });
    expect(provider.calls).toBeGreaterThan(1);
    expect(outcome).toEqual({ kind: "failed", failure: { code: "unavailable" } });
  });

  it("does not multiply an outage: nine failing calls make at most four more", async () => {
    const { caller } = createCaller();
    const provider = createProvider("unavailable");
    for (let call = 0; call < 9; call += 1)
      await run(caller, provider.work, { isRepeatable: true, budgetMs: 6000 });
    expect(provider.calls).toBeLessThanOrEqual(9 + 4);
  });
});

describe("deadlines", () => {
  it("ends an attempt of an adapter that ignores its signal", async () => {
    const provider = createProvider("hang");
    const startedAt = Date.now();
    const outcome = createCaller().caller.call({
      ...describeCall(provider.work),
      deadlineAt: startedAt + 1500,
    });
    await vi.advanceTimersByTimeAsync(1500);
    expect(await outcome).toEqual({ kind: "failed", failure: { code: "timeout" } });
  });

  it("starts no attempt that could not end in time by what was seen lately", async () => {
    const { caller } = createCaller();
    for (let call = 0; call < 5; call += 1)
      expect(await run(caller, slow, { budgetMs: 2500 })).toMatchObject({ kind: "ok" });
    const provider = createProvider("ok");
    const refused = await run(caller, provider.work, { budgetMs: 1500 });
    expect(refused).toEqual({ kind: "failed", failure: { code: "deadline_exceeded", requestSent: false } });
    expect(provider.calls).toBe(0);
  });
});

describe("an operator's hold", () => {
  it("refuses every call until it is released, and says so in the metrics", async () => {
    const { caller, metrics } = createCaller();
    const provider = createProvider("ok");
    caller.hold("maintenance announced");
    expect(await run(caller, provider.work)).toMatchObject({
      failure: { code: "connection_held", requestSent: false },
    });
    expect((await metrics.connectionHeld.get()).values[0]?.value).toBe(1);
    caller.release();
    expect(await run(caller, provider.work)).toMatchObject({ kind: "ok" });
    expect(provider.calls).toBe(1);
  });
});

describe("a call that waited for its turn", () => {
  it("is refused when the connection was held meanwhile", async () => {
    const { caller } = createCaller();
    caller.limit({ concurrency: 1 });
    const provider = createProvider("ok");
    const first = caller.call({ ...describeCall(slow), deadlineAt: Date.now() + 5000 });
    const second = caller.call({ ...describeCall(provider.work), deadlineAt: Date.now() + 5000 });
    await vi.advanceTimersByTimeAsync(1000);
    caller.hold("too many complaints");
    await vi.advanceTimersByTimeAsync(4000);
    expect(await first).toMatchObject({ kind: "ok" });
    expect(await second).toMatchObject({ failure: { code: "connection_held", requestSent: false } });
    expect(provider.calls).toBe(0);
  });

  it("is refused when its deadline comes before its turn", async () => {
    const { caller, metrics } = createCaller();
    caller.limit({ concurrency: 1 });
    const provider = createProvider("ok");
    void caller.call({ ...describeCall(slow), deadlineAt: Date.now() + 5000 });
    expect(await run(caller, provider.work, { budgetMs: 1000 })).toMatchObject({
      failure: { code: "deadline_exceeded", requestSent: false },
    });
    expect(provider.calls).toBe(0);
    expect((await metrics.providerQueueLength.get()).values).toMatchObject([{ value: 0 }]);
    expect((await metrics.providerInFlight.get()).values).toMatchObject([{ value: 1 }]);
    expect((await metrics.providerRejections.get()).values).toMatchObject([
      { labels: { connection: "a", reason: "deadline" }, value: 1 },
    ]);
  });
});

describe("whatever a provider does", () => {
  const codes = Object.keys(failureRules) as AdapterErrorCode[];
  const act = fc.oneof(fc.constant("ok" as const), fc.constantFrom(...codes), fc.constant(notSent));

  it("a start that may not be repeated is sent once more only while nothing can have been created", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 6 }), async (script) => {
        const provider = createProvider(...script);
        const outcome = await run(createCaller().caller, provider.work, { isRepeatable: false });
        const acts = Array.from(
          { length: provider.calls },
          (_, call) => script[Math.min(call, script.length - 1)],
        );
        const risky = acts.filter((each) => each === "ok" || mayHaveCreated(each));
        expect(risky.length).toBeLessThanOrEqual(1);
        if (outcome.kind === "failed") expect(isNothingCreated(outcome.failure)).toBe(risky.length === 0);
      }),
    );
  });

  it("what may have been created is never reported as nothing, nor concealed by a success", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 6 }), async (script) => {
        const provider = createProvider(...script);
        const outcome = await run(createCaller().caller, provider.work, { isRepeatable: true });
        const acts = Array.from(
          { length: provider.calls },
          (_, call) => script[Math.min(call, script.length - 1)],
        );
        if (outcome.kind === "failed")
          expect(isNothingCreated(outcome.failure)).toBe(!acts.some(mayHaveCreated));
        else expect(outcome.mayHaveDuplicate).toBe(acts.slice(0, -1).some(mayHaveCreated));
      }),
    );
  });
});
