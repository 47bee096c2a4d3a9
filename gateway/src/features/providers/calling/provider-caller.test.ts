import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";
import { failureRules, isNothingCreated } from "@kyc-gateway/core";
import { createMetrics } from "../../../platform/observability/metrics.ts";
import { HostError } from "./host-error.ts";
import type { CallOutcome, ProviderCall, ProviderCaller } from "./provider-call.ts";
import { createProviderCaller } from "./provider-caller.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createCaller(attemptMs = 4000) {
  const metrics = createMetrics();
  const caller = createProviderCaller({
    connectionName: "a",
    attemptMs,
    metrics,
    onFailure: () => undefined,
  });
  return { caller, metrics };
}

/** A provider that answers each call with the next act of a script, and with the last one for ever. */
function createProvider(...script: readonly (AdapterErrorCode | "ok" | "hang" | (() => Error))[]) {
  const provider = {
    calls: 0,
    work: async (): Promise<string> => {
      const act = script[Math.min(provider.calls, script.length - 1)] ?? "ok";
      provider.calls += 1;
      if (act === "ok") return "started";
      if (act === "hang") return new Promise(() => undefined);
      throw typeof act === "function" ? act() : new HostError(act, "scripted");
    },
  };
  return provider;
}

async function run(
  caller: ProviderCaller,
  work: () => Promise<string>,
  wish: Partial<ProviderCall<string>> & { budgetMs?: number } = {},
): Promise<CallOutcome<string>> {
  const { budgetMs = 10_000, ...rest } = wish;
  const outcome = caller.call({
    operation: "start",
    tenantId: "shop",
    deadlineAt: Date.now() + budgetMs,
    idempotencyKey: "key",
    isRepeatable: false,
    work,
    ...rest,
  });
  await vi.advanceTimersByTimeAsync(budgetMs);
  return outcome;
}

const fail = (code: AdapterErrorCode, retryAfterMs: number) => () =>
  Object.assign(new HostError(code, "scripted"), { retryAfterMs });
const notSent = () => new HostError("unavailable", "refused", { requestSent: false });

describe("retries", () => {
  it("never repeats a start whose outcome is unknown where a second one does harm", async () => {
    const provider = createProvider("unavailable", "ok");
    const outcome = await run(createCaller().caller, provider.work);
    expect(outcome).toEqual({ kind: "failed", failure: { code: "unavailable" } });
    expect(provider.calls).toBe(1);
  });

  it("repeats a start that is known to have created nothing", async () => {
    const provider = createProvider(notSent, "ok");
    expect(await run(createCaller().caller, provider.work)).toEqual({ kind: "ok", value: "started" });
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
    ["throws what nobody foresaw", () => new TypeError("mistake"), 1000],
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

  it("fifteen times opens no breaker, spends no retry and is no failure of the provider", async () => {
    const { caller, metrics } = createCaller();
    await hangUp(caller, 15);
    expect(caller.isRefusing("start")).toBe(false);
    const provider = createProvider("unavailable", "ok");
    expect(await run(caller, provider.work, { isRepeatable: true })).toMatchObject({ kind: "ok" });
    const { values } = await metrics.providerDuration.get();
    const outcomes = values.filter(({ metricName }) => metricName?.endsWith("_count") === true);
    expect(outcomes.map(({ labels, value }) => [labels.outcome, value])).toContainEqual(["abandoned", 15]);
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
      { labels: { connection: "a", operation: "start", reason: "deadline" }, value: 1 },
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

  it("a failure that may have created something is never reported as one that created nothing", async () => {
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
      }),
    );
  });
});

function mayHaveCreated(act: unknown): boolean {
  return (
    typeof act === "string" && act in failureRules && !isNothingCreated({ code: act as AdapterErrorCode })
  );
}

function describeCall(work: () => Promise<string>) {
  return { operation: "start", tenantId: "shop", idempotencyKey: "key", isRepeatable: false, work } as const;
}

async function readState(metrics: ReturnType<typeof createMetrics>): Promise<number | undefined> {
  return (await metrics.breakerState.get()).values[0]?.value;
}

function slow(): Promise<string> {
  return new Promise<string>((resolve) => void setTimeout(resolve, 2000, "started"));
}

/** As an adapter does that passes its signal on. */
function hangUntilAborted(signal: AbortSignal): Promise<string> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new HostError("timeout", "given up")), { once: true });
  });
}

async function openBreaker(caller: ProviderCaller) {
  const provider = createProvider("unavailable");
  while (!caller.isRefusing("start")) await run(caller, provider.work, { budgetMs: 100 });
  return provider;
}
