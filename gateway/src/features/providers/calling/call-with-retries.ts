import { failureRules, isNothingCreated } from "@kyc-gateway/core";
import pRetry from "p-retry";
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
 * Tries again where that is safe, may help, can end in time, and the budget bears it. `mayHaveTwin`: an earlier try may
 * have had its effect too.
 */
export async function callWithRetries<T>(
  call: ProviderCall<unknown>,
  rules: RetryRules,
  attempt: () => Promise<T>,
): Promise<{ readonly value: T; readonly mayHaveTwin: boolean }> {
  let unknown: { readonly error: unknown } | undefined;
  try {
    const value = await pRetry(
      async () => {
        try {
          return await attempt();
        } catch (error) {
          if (isOutcomeUnknown(error)) unknown ??= { error };
          throw error;
        }
      },
      {
        retries: maxRetries,
        // The delay is ours: full jitter after what the provider asked for.
        minTimeout: 0,
        shouldRetry: ({ error, attemptNumber }) => waitForRetry(call, rules, { error, attemptNumber }),
      },
    );
    return { value, mayHaveTwin: unknown !== undefined };
  } catch (error) {
    // A later attempt that came to nothing does not undo an earlier one that may have worked.
    throw unknown === undefined || isOutcomeUnknown(error) ? error : unknown.error;
  }
}

async function waitForRetry(
  call: ProviderCall<unknown>,
  rules: RetryRules,
  { error, attemptNumber }: { error: unknown; attemptNumber: number },
): Promise<boolean> {
  const fields = readAdapterError(error);
  if (fields === undefined || !failureRules[fields.code].isTransient) return false;
  if (!call.isRepeatable && !isNothingCreated(fields)) return false;
  const jitterMs = Math.random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** attemptNumber);
  const waitMs = (fields.retryAfterMs ?? 0) + jitterMs;
  if (rules.now() + waitMs + rules.likelyMs() > call.deadlineAt) return false;
  const isStopped = () => call.signal?.aborted === true || rules.isRefusing();
  if (isStopped() || !rules.budget.canRetry()) return false;
  await new Promise((resolve) => {
    setTimeout(resolve, waitMs);
  });
  if (isStopped()) return false;
  rules.onRetry();
  return true;
}
