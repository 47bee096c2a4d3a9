import { failureRules, isNothingCreated } from "@kyc-gateway/core";
import { readAdapterError } from "./host-error.ts";
import type { ProviderCall } from "./provider-call.ts";
import type { RetryBudget } from "./retry-budget.ts";
import { isOutcomeUnknown } from "./to-failure.ts";

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
