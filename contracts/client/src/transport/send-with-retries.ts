import { isProblem, KycConnectionError, KycProblemError } from "../errors.ts";
import { chooseDelay, wait } from "./retry-delay.ts";
import { sendOnce, type Sending } from "./send-once.ts";

/** How often a request is repeated. */
export interface RetryPolicy {
  /** Attempts in all; 1 repeats nothing. */
  readonly attempts: number;
  /** The longest time to wait between two: who is asked to wait longer gets the error, with `retryAfterMs`. */
  readonly maxDelayMs: number;
}

/** Sends a request until it succeeds, may not be repeated, or was repeated often enough. The repeated request is the same, with the same `Idempotency-Key`. */
export async function sendWithRetries(
  sending: Sending,
  { attempts, maxDelayMs }: RetryPolicy,
  request: Request,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendOnce(sending, request);
    } catch (error) {
      if (attempt >= attempts || !mayRepeat(error, request)) throw error;
      const delayMs = chooseDelay(attempt, error.retryAfterMs, Math.random);
      if (delayMs > maxDelayMs) throw error;
      await wait(delayMs, request.signal);
    }
  }
}

/** Only a person, or a provider, can change this; an event tells when. */
const worthNoRepetition = "result_not_available";
/** Nothing was done, whatever was asked for. */
const refusedUnread = ["rate_limited", "overloaded", "database_unavailable"] as const;

function mayRepeat(error: unknown, request: Request): error is KycProblemError | KycConnectionError {
  const isKnown = error instanceof KycProblemError || error instanceof KycConnectionError;
  if (!isKnown || !error.retryable || isProblem(error, worthNoRepetition)) return false;
  return isRepeatable(request) || isProblem(error, ...refusedUnread);
}

const repeatablePosts = /\/(refresh|preview|enable|disable)$/;

/** Whether doing it twice is the same as doing it once. */
function isRepeatable({ method, headers, url }: Request): boolean {
  return method !== "POST" || headers.has("idempotency-key") || repeatablePosts.test(new URL(url).pathname);
}
