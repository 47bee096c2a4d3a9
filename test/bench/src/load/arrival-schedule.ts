/** The fixed times of an open loop: whoever is late does not make the next one later. */
export interface ArrivalSchedule {
  /** When the n-th request is due, in milliseconds after the start. */
  dueMs(n: number): number;
  /** How many requests are due by then. */
  countDue(elapsedMs: number): number;
  /** How many there are in all. */
  readonly total: number;
}

export function createArrivalSchedule(options: {
  readonly ratePerSecond: number;
  readonly durationMs: number;
}): ArrivalSchedule {
  const { ratePerSecond } = options;
  const total = Math.floor((options.durationMs * ratePerSecond) / 1000);
  const dueMs = (n: number): number => (n * 1000) / ratePerSecond;
  return {
    total,
    dueMs,
    countDue(elapsedMs) {
      let count = Math.max(0, Math.floor((elapsedMs * ratePerSecond) / 1000));
      // Rounding may put a moment on the wrong side of itself.
      while (count > 0 && dueMs(count - 1) > elapsedMs) count -= 1;
      while (dueMs(count) <= elapsedMs) count += 1;
      return Math.min(count, total);
    },
  };
}
