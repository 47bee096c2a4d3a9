import type { LoadResult } from "./load-job.ts";

/** Counts answers while a job runs. */
export interface Tally {
  /** `at` decides whether the answer belongs to the measured time: its end for throughput, its plan for latency. */
  count(answer: { n: number; status: number; at: number; latencyMs: number }): void;
  close(durationMs: number, nextNumber: number): LoadResult;
}

/** Before `measureFrom` and from `measureUntil` on answers count by status alone. */
export function createTally(options: {
  readonly expectedStatus: number;
  readonly measureFrom: number;
  readonly measureUntil: number;
}): Tally {
  const byStatus: Record<number, number> = {};
  const goodNumbers: number[] = [];
  const latenciesMs: number[] = [];
  return {
    count({ n, status, at, latencyMs }) {
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      if (status !== options.expectedStatus) return;
      goodNumbers.push(n);
      if (at >= options.measureFrom && at < options.measureUntil) latenciesMs.push(latencyMs);
    },
    close: (durationMs, nextNumber) => ({
      answered: latenciesMs.length,
      total: Object.values(byStatus).reduce((sum, count) => sum + count, 0),
      durationMs,
      latenciesMs: Float64Array.from(latenciesMs),
      byStatus,
      goodNumbers: Uint32Array.from(goodNumbers),
      nextNumber,
    }),
  };
}
