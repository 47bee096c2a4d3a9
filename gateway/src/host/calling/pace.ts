/** Spreads calls over time, so that a quota per second is kept. */
export interface Pace {
  /** Milliseconds until the next call may begin; 0: now. */
  waitMs(): number;
  /** A call begins now. */
  take(): void;
}

/** A tenth of a second's calls may begin together: a quota counted in whole seconds is not met twice at its edge. */
const burstShare = 0.1;

export function createPace(callsPerSecond: number, now: () => number): Pace {
  const intervalMs = 1000 / callsPerSecond;
  const toleranceMs = Math.max(0, Math.ceil(callsPerSecond * burstShare) - 1) * intervalMs;
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    waitMs: () => Math.max(0, nextAt - toleranceMs - now()),
    take: () => {
      nextAt = Math.max(nextAt, now()) + intervalMs;
    },
  };
}
