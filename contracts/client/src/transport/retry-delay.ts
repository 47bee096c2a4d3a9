const firstDelayMs = 500;
const longestBackoffMs = 8000;

/**
 * What `Retry-After` asks for: seconds, or a time of the answerer's clock, which is compared with that clock (`Date`) and not
 * with ours. Undefined where it says nothing that can be understood.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get("retry-after")?.trim();
  if (text === undefined || text === "") return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  if (Number.isNaN(until)) return undefined;
  const theirs = Date.parse(headers.get("date") ?? "");
  return Math.max(0, until - (Number.isNaN(theirs) ? now : theirs));
}

/** How long to wait before the next attempt: as long as was asked for, or twice as long each time; spread, so that many do not come at once. */
export function chooseDelay(attempt: number, retryAfterMs: number | undefined, random: () => number): number {
  const backoffMs = Math.min(firstDelayMs * 2 ** (attempt - 1), longestBackoffMs);
  return retryAfterMs === undefined ? backoffMs * (0.5 + random() / 2) : retryAfterMs * (1 + random() / 10);
}

/** Rejects with the signal's reason when it aborts. */
export function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, delayMs);
    signal.addEventListener("abort", end, { once: true });
  });
}
