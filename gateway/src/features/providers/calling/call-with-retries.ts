import { failureRules, isNothingCreated } from "@kyc-gateway/core";
import { readAdapterError, HostError } from "./host-error.ts";
import type { ProviderCall } from "./provider-call.ts";
import { isOutcomeUnknown } from "./to-failure.ts";
import type { Call } from "@kyc-gateway/adapter-spec/v1";

export interface RetryRules {
  readonly budget: RetryBudget;
  /** Milliseconds that an attempt needs to be of any use. */
  readonly likelyMs: () => number;
  /** Whether an attempt would be refused at once. */
  readonly isRefusing: () => boolean;
  readonly onRetry: () => void;
  readonly now: () => number;
}

const maxRetries = 2;
const backoffBaseMs = 100;
const backoffCapMs = 2000;

/**
 * Tries again where that is safe, may help, can end in time, and the budget bears it. `mayHaveDuplicate`: an earlier try may
 * have had its effect too.
 */
export async function callWithRetries<T>(
  call: ProviderCall<unknown>,
  rules: RetryRules,
  attempt: () => Promise<T>,
): Promise<{ readonly value: T; readonly mayHaveDuplicate: boolean }> {
  let unknown: { readonly error: unknown } | undefined;
  for (let retry = 1; ; retry += 1) {
    try {
      const value = await attempt();
      return { value, mayHaveDuplicate: unknown !== undefined };
    } catch (error) {
      if (isOutcomeUnknown(error)) unknown ??= { error };
      const waitMs = retry > maxRetries ? undefined : planRetry(call, rules, { error, retry });
      // A later attempt that came to nothing does not undo an earlier one that may have worked.
      if (waitMs === undefined || !(await waitUnlessStopped(call, rules, waitMs)))
        throw unknown === undefined || isOutcomeUnknown(error) ? error : unknown.error;
    }
    rules.onRetry();
  }
}

/** How long to wait for the next attempt: full jitter after what the provider asked for. Undefined: there is none. */
function planRetry(
  call: ProviderCall<unknown>,
  rules: RetryRules,
  { error, retry }: { readonly error: unknown; readonly retry: number },
): number | undefined {
  const fields = readAdapterError(error);
  if (fields === undefined || !failureRules[fields.code].isTransient) return undefined;
  if (!call.isRepeatable && !isNothingCreated(fields)) return undefined;
  const jitterMs = Math.random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** retry);
  const waitMs = (fields.retryAfterMs ?? 0) + jitterMs;
  const isInTime = rules.now() + waitMs + rules.likelyMs() <= call.deadlineAt;
  return isInTime && !isStopped(call, rules) && rules.budget.canRetry() ? waitMs : undefined;
}

/** False: the caller hung up, or attempts are refused now. */
async function waitUnlessStopped(
  call: ProviderCall<unknown>,
  rules: RetryRules,
  waitMs: number,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const timer = setTimeout(resolve, waitMs);
  call.signal?.addEventListener("abort", resolve, { once: true });
  await promise;
  clearTimeout(timer);
  call.signal?.removeEventListener("abort", resolve);
  return !isStopped(call, rules);
}

function isStopped({ signal }: ProviderCall<unknown>, { isRefusing }: RetryRules): boolean {
  return signal?.aborted === true || isRefusing();
}

/**
 * Keeps retries a small share of the calls, so that they cannot multiply an outage (the throttle of gRPC's retry
 * design): a failure costs one token, a success earns a fraction of one, and retries need more than half of them.
 */
export interface RetryBudget {
  noteSuccess(): void;
  noteFailure(): void;
  canRetry(): boolean;
  /** Failures in a row after which nothing is retried any more. */
  readonly left: number;
}

/** In the long run `share` of the successful calls may be retried; `size / 2` retries come in a row at most. */
export function createRetryBudget({ share, size }: { share: number; size: number }): RetryBudget {
  let tokens = size;
  return {
    noteSuccess: () => {
      tokens = Math.min(size, tokens + share);
    },
    noteFailure: () => {
      tokens = Math.max(0, tokens - 1);
    },
    canRetry: () => tokens > size / 2,
    get left() {
      return Math.max(0, Math.ceil(tokens - size / 2));
    },
  };
}

/** One try within its time, or until the caller hangs up. An adapter that ignores its signal is left behind, not waited for. */
export async function runAttempt<T>(call: ProviderCall<T>, budgetMs: number): Promise<T> {
  const controller = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const leave = () => reject(new HostError("timeout", "The caller hung up before the provider answered."));
  if (call.signal?.aborted === true) leave();
  call.signal?.addEventListener("abort", leave, { once: true });
  const timer = setTimeout(() => {
    controller.abort();
    reject(new HostError("timeout", `The provider did not answer within ${Math.round(budgetMs)} ms.`));
  }, budgetMs);
  try {
    call.work(describeCall(call, controller.signal)).then(resolve, reject);
    return await promise;
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener("abort", leave);
  }
}

function describeCall({ signal, idempotencyKey }: ProviderCall<unknown>, deadline: AbortSignal): Call {
  return { idempotencyKey, signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]) };
}
