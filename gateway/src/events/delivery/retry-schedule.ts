const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** How long to wait after the n-th attempt that failed; three days altogether. Published with the API. */
export const retryDelaysMs: readonly number[] = [
  5 * secondMs,
  30 * secondMs,
  2 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  4 * hourMs,
  8 * hourMs,
  8 * hourMs,
  12 * hourMs,
  12 * hourMs,
  24 * hourMs,
];

/** For people, in the API's description and the README. */
export const retryScheduleText =
  "5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, 4 h, 8 h, 8 h, 12 h, 12 h and 24 h after the attempt before, each up to 20 % earlier or later";

/** Attempts that failed in a row until the endpoint is `warned`. */
export const warnAfterFailures = 5;
const jitterShare = 0.2;
/** However long a receiver asks us to wait. */
const longestWaitMs = 24 * hourMs;

/** Milliseconds until the next attempt, undefined when there is none. `random` is from 0 to below 1. */
export function planRetry(
  failures: number,
  { retryAfterMs, random }: { readonly retryAfterMs: number | undefined; readonly random: number },
): number | undefined {
  const planned = retryDelaysMs[failures - 1];
  if (planned === undefined) return undefined;
  const jittered = planned * (1 + jitterShare * (2 * random - 1));
  return Math.round(Math.max(jittered, Math.min(retryAfterMs ?? 0, longestWaitMs)));
}

/** `Retry-After`: seconds, or an HTTP date. Undefined for anything else. */
export function readRetryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * secondMs;
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
