/** Spreads calls over time, so that a quota per second is kept. */
export interface RateLimiter {
  /** Milliseconds until the next call may begin; 0: now. */
  waitMs(): number;
  /** A call begins now. */
  take(): void;
}

/** A tenth of a second's calls: a quota counted in whole seconds is not met twice at its edge. */
const burstShare = 0.1;

/** `burst`: how many calls may begin together; default: a tenth of a second's. */
export function createRateLimiter(
  callsPerSecond: number,
  now: () => number,
  burst = Math.ceil(callsPerSecond * burstShare),
): RateLimiter {
  const intervalMs = 1000 / callsPerSecond;
  const toleranceMs = Math.max(0, burst - 1) * intervalMs;
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    waitMs: () => Math.max(0, nextAt - toleranceMs - now()),
    take: () => {
      nextAt = Math.max(nextAt, now()) + intervalMs;
    },
  };
}
