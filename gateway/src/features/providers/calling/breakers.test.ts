import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProviderCall, ProviderCaller } from "./provider-call.ts";
import {
  createCaller,
  createProvider,
  describeCall,
  hangUntilAborted,
  openBreaker,
  readState,
  run,
  slow,
} from "./scripted-provider.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("circuit breaker", () => {
  it("opens after ten failures, refuses without a call, and lets one probe through after its interval", async () => {
    const { caller, metrics } = createCaller();
    const failing = await openBreaker(caller);
    expect(failing.calls).toBe(10);
    const provider = createProvider("ok");
    const refused = await run(caller, provider.work, { budgetMs: 100 });
    expect(refused).toMatchObject({ failure: { code: "circuit_open", requestSent: false } });
    expect(provider.calls).toBe(0);
    expect(await readState(metrics)).toBe(2);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await readState(metrics)).toBe(1);
    expect(await run(caller, provider.work)).toMatchObject({ kind: "ok" });
    expect(await readState(metrics)).toBe(0);
  });

  it("lets one probe alone through, however many calls come", async () => {
    const { caller } = createCaller();
    await openBreaker(caller);
    await vi.advanceTimersByTimeAsync(5000);
    const provider = createProvider("hang");
    const outcomes = Array.from({ length: 20 }, () => run(caller, provider.work, { budgetMs: 1000 }));
    await Promise.all(outcomes);
    expect(provider.calls).toBe(1);
  });

  it("refuses at once while it is open, without waiting for a turn", async () => {
    const { caller } = createCaller();
    await openBreaker(caller);
    caller.limit({ concurrency: 1 });
    void caller.call({ ...describeCall(slow), operation: "read", deadlineAt: Date.now() + 5000 });
    const refused = run(caller, createProvider("ok").work, { budgetMs: 100 });
    expect(await refused).toMatchObject({ failure: { code: "circuit_open" } });
  });

  it("counts each operation apart", async () => {
    const { caller } = createCaller();
    await openBreaker(caller);
    expect(await run(caller, createProvider("ok").work, { operation: "read" })).toMatchObject({ kind: "ok" });
  });

  it.each(["timeout", "unavailable", "response_unrecognised"] as const)(
    "opens at one call a second, too, where every one of them ends in %s",
    async (code) => {
      const { caller } = createCaller();
      const provider = createProvider(code);
      let seconds = 0;
      for (; seconds < 60 && !caller.isRefusing("start"); seconds += 1)
        await run(caller, provider.work, { budgetMs: 1000 });
      expect(seconds).toBeLessThanOrEqual(5);
    },
  );

  it("opens at one call a second, too, where none of them is ever answered", async () => {
    const { caller } = createCaller();
    const provider = createProvider("hang");
    let seconds = 0;
    for (; seconds < 60 && !caller.isRefusing("start"); seconds += 1) {
      void caller.call({ ...describeCall(provider.work), deadlineAt: Date.now() + 10_000 });
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(seconds).toBeLessThanOrEqual(10);
  });

  it("stays closed while every third call of few succeeds", async () => {
    const { caller } = createCaller();
    const provider = createProvider(
      ...Array.from({ length: 20 }, () => ["unavailable", "unavailable", "ok"] as const).flat(),
    );
    for (let call = 0; call < 60; call += 1) await run(caller, provider.work, { budgetMs: 1500 });
    expect(provider.calls).toBe(60);
  });

  it("is not opened by requests that the provider refuses for what they say", async () => {
    const { caller } = createCaller();
    const provider = createProvider("request_rejected");
    for (let call = 0; call < 50; call += 1) await run(caller, provider.work, { budgetMs: 100 });
    expect(provider.calls).toBe(50);
  });
});

describe("the probe of a half-open breaker", () => {
  it("is left by its caller as it is sent: the next call probes at once", async () => {
    const { caller, metrics } = await openHalf();
    const product = new AbortController();
    const left = caller.call({
      ...describeCall(createProvider("hang").work),
      work: ({ signal }) => hangUntilAborted(signal),
      deadlineAt: Date.now() + 5000,
      signal: product.signal,
    });
    await vi.advanceTimersByTimeAsync(10);
    product.abort();
    expect(await left).toMatchObject({ kind: "failed" });
    expect(await readState(metrics)).toBe(1);
    expect(await run(caller, createProvider("ok").work, { budgetMs: 100 })).toMatchObject({ kind: "ok" });
    expect(await readState(metrics)).toBe(0);
  });

  it("is left by a caller whose adapter does not notice, and settles with its time", async () => {
    const { caller } = await openHalf();
    const product = new AbortController();
    void caller.call({
      ...describeCall(createProvider("hang").work),
      deadlineAt: Date.now() + 5000,
      signal: product.signal,
    });
    product.abort();
    await expectSettled(caller);
  });

  it.each([
    ["has a deadline of 60 ms", "hang", 60],
    ["has no time left", "ok", 10],
    ["ends in a 404", "session_unknown", 1000],
    ["ends in a refusal of what was asked", "request_rejected", 1000],
    ["ends in a refusal of the credentials", "credentials_rejected", 1000],
    ["ends in a 503", "unavailable", 1000],
    ["throws what nobody foresaw", () => new TypeError("issue"), 1000],
  ] as const)("%s: closed, or probing again, within one interval", async (_what, act, budgetMs) => {
    const { caller } = await openHalf();
    await run(caller, createProvider(act).work, { budgetMs });
    await expectSettled(caller);
  });

  it("is refused by a hold before it is sent: the next one probes", async () => {
    const { caller } = await openHalf();
    caller.hold("maintenance");
    await run(caller, createProvider("ok").work, { budgetMs: 100 });
    caller.release();
    await expectSettled(caller);
  });

  it("is made although the outage has taught that answers take longer than there is time", async () => {
    const { caller } = createCaller();
    const hanging = createProvider("hang");
    while (!caller.isRefusing("start")) await run(caller, hanging.work, { budgetMs: 4000 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(await run(caller, createProvider("ok").work, { budgetMs: 1000 })).toMatchObject({ kind: "ok" });
  });
});

describe("a caller that hangs up", () => {
  it("fifteen times opens no breaker, spends no retry and is no failure of the provider", async () => {
    const { caller, metrics } = createCaller();
    await hangUp(caller, 15);
    expect(caller.isRefusing("start")).toBe(false);
    const provider = createProvider("unavailable", "ok");
    expect(await run(caller, provider.work, { isRepeatable: true })).toMatchObject({ kind: "ok" });
    const { values } = await metrics.providerCalls.get();
    expect(values.map(({ labels, value }) => [labels.outcome, value])).toContainEqual(["abandoned", 15]);
  });

  it("hides no outage either: failures beside it open the breaker as they would alone", async () => {
    const { caller } = createCaller();
    const provider = createProvider("unavailable");
    for (let second = 0; second < 6 && !caller.isRefusing("start"); second += 1) {
      await hangUp(caller, 2);
      await run(caller, provider.work, { budgetMs: 400 });
    }
    expect(caller.isRefusing("start")).toBe(true);
  });

  it("teaches nothing of how long the provider takes", async () => {
    const { caller } = createCaller();
    await hangUp(caller, 10, { work: ({ signal }) => hangUntilAborted(signal) });
    expect(await run(caller, createProvider("ok").work, { budgetMs: 100 })).toMatchObject({ kind: "ok" });
  });
});

/** Whether the breaker is closed, or lets the next call through, within one interval. */
async function expectSettled(caller: ProviderCaller) {
  await vi.advanceTimersByTimeAsync(5000);
  expect(await run(caller, createProvider("ok").work)).toMatchObject({ kind: "ok" });
  expect(caller.isRefusing("start")).toBe(false);
}

async function openHalf() {
  const parts = createCaller();
  await openBreaker(parts.caller);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await readState(parts.metrics)).toBe(1);
  return parts;
}

async function hangUp(caller: ProviderCaller, times: number, more: Partial<ProviderCall<string>> = {}) {
  for (let call = 0; call < times; call += 1) {
    const product = new AbortController();
    const left = caller.call({
      ...describeCall(slow),
      work: ({ signal }) => hangUntilAborted(signal),
      deadlineAt: Date.now() + 5000,
      signal: product.signal,
      isRepeatable: true,
      ...more,
    });
    await vi.advanceTimersByTimeAsync(300);
    product.abort();
    await vi.advanceTimersByTimeAsync(1);
    expect(await left).toMatchObject({ kind: "failed" });
  }
}
