/** How long an operation takes at its provider, as seen lately. */
export interface LatencyEstimate {
  note(ms: number): void;
  /** Milliseconds below which an attempt is more likely than not to end without an answer. */
  likelyMs(): number;
}

const sampleCount = 32;
/** Fewer say nothing. */
const minSamples = 5;
/** What was slow a while ago may be fast again: only trying tells. */
const memoryMs = 30_000;

interface Sample {
  readonly at: number;
  readonly ms: number;
}

/** The median of the newest answers; `floorMs` while there are too few. */
export function createLatencyEstimate({
  floorMs,
  now,
}: {
  floorMs: number;
  now: () => number;
}): LatencyEstimate {
  let samples: Sample[] = [];
  /** Of the samples; undefined: they have changed. Every call asks some times. */
  let median: number | undefined;
  return {
    note(ms) {
      median = undefined;
      samples.push({ at: now(), ms });
      if (samples.length > sampleCount) samples.shift();
    },
    likelyMs() {
      const oldest = now() - memoryMs;
      if ((samples[0]?.at ?? oldest) < oldest) {
        samples = samples.filter(({ at }) => at >= oldest);
        median = undefined;
      }
      if (samples.length < minSamples) return floorMs;
      median ??= findMedian(samples);
      return Math.max(floorMs, median);
    },
  };
}

function findMedian(samples: readonly Sample[]): number {
  const sorted = Float64Array.from(samples, ({ ms }) => ms).sort();
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
