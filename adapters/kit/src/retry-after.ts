const longestWaitMs = 86_400_000;
/** The preferred form of RFC 9110, section 5.6.7 (IMF-fixdate). */
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads a `Retry-After` header (RFC 9110, section 10.2.3: seconds or an HTTP date) as milliseconds from `nowMs`. A date is
 * honoured up to a day ahead. Absent when there is no header, when it says neither, when its date is past, and when its
 * number is more than a day (most likely milliseconds): then the caller's own schedule decides.
 */
export function parseRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  const value = header?.trim() ?? "";
  const waitMs = /^\d+$/.test(value) ? readSeconds(value) : readDate(value, nowMs);
  return waitMs === undefined || waitMs < 0 ? undefined : Math.min(waitMs, longestWaitMs);
}

function readSeconds(value: string): number | undefined {
  const waitMs = Number(value) * 1000;
  return waitMs > longestWaitMs ? undefined : waitMs;
}

function readDate(value: string, nowMs: number): number | undefined {
  const waitMs = httpDate.test(value) ? Date.parse(value) - nowMs : Number.NaN;
  return Number.isNaN(waitMs) ? undefined : waitMs;
}
