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

/** The preferred form of RFC 9110, section 5.6.7 (IMF-fixdate). */
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * `Retry-After`: seconds up to a day, or an HTTP date ahead, which is honoured up to a day. Undefined for anything else,
 * such as a past date or milliseconds: then our own schedule decides.
 */
export function readRetryAfterMs(header: string | undefined, now: Date): number | undefined {
  const value = header?.trim() ?? "";
  const waitMs = /^\d+$/.test(value) ? readSeconds(value) : readDate(value, now.getTime());
  return waitMs === undefined || waitMs < 0 ? undefined : Math.min(waitMs, longestWaitMs);
}

function readSeconds(value: string): number | undefined {
  const waitMs = Number(value) * secondMs;
  return waitMs > longestWaitMs ? undefined : waitMs;
}

function readDate(value: string, nowMs: number): number | undefined {
  const waitMs = httpDate.test(value) ? Date.parse(value) - nowMs : Number.NaN;
  return Number.isNaN(waitMs) ? undefined : waitMs;
}
