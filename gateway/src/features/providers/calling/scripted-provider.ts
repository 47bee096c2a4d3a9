import { vi } from "vitest";
import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";
import { failureRules, isNothingCreated } from "@kyc-gateway/core";
import { createMetrics, type Metrics } from "../../../platform/observability/metrics/metrics.ts";
import { HostError } from "./host-error.ts";
import type { CallOutcome, ProviderCall, ProviderCaller } from "./provider-call.ts";
import { createProviderCaller } from "./provider-caller.ts";

export function createCaller(attemptMs = 4000): { caller: ProviderCaller; metrics: Metrics } {
  const metrics = createMetrics();
  const caller = createProviderCaller({
    connectionName: "a",
    attemptMs,
    metrics,
    onSuccess: () => undefined,
    onFailure: () => undefined,
  });
  return { caller, metrics };
}

interface ScriptedProvider {
  calls: number;
  readonly work: () => Promise<string>;
}

/** A provider that answers each call with the next act of a script, and with the last one for ever. */
export function createProvider(
  ...script: readonly (AdapterErrorCode | "ok" | "hang" | (() => Error))[]
): ScriptedProvider {
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

export async function run(
  caller: ProviderCaller,
  work: () => Promise<string>,
  request: Partial<ProviderCall<string>> & { budgetMs?: number } = {},
): Promise<CallOutcome<string>> {
  const { budgetMs = 10_000, ...rest } = request;
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

export const fail = (code: AdapterErrorCode, retryAfterMs: number) => (): Error =>
  Object.assign(new HostError(code, "scripted"), { retryAfterMs });
export const notSent = (): Error => new HostError("unavailable", "refused", { requestSent: false });

export function mayHaveCreated(act: unknown): boolean {
  return (
    typeof act === "string" && act in failureRules && !isNothingCreated({ code: act as AdapterErrorCode })
  );
}

export function describeCall(work: () => Promise<string>): Omit<ProviderCall<string>, "deadlineAt"> {
  return { operation: "start", tenantId: "shop", idempotencyKey: "key", isRepeatable: false, work } as const;
}

export async function readState(metrics: Metrics): Promise<number | undefined> {
  return (await metrics.breakerState.get()).values[0]?.value;
}

export function slow(): Promise<string> {
  return new Promise<string>((resolve) => void setTimeout(resolve, 2000, "started"));
}

/** As an adapter does that passes its signal on. */
export function hangUntilAborted(signal: AbortSignal): Promise<string> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new HostError("timeout", "given up")), { once: true });
  });
}

export async function openBreaker(caller: ProviderCaller): Promise<ScriptedProvider> {
  const provider = createProvider("unavailable");
  while (!caller.isRefusing("start")) await run(caller, provider.work, { budgetMs: 100 });
  return provider;
}
