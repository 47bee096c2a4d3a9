/**
 * Durations as counts between bounds that grow by half an octave: sums of histograms are histograms, and a quantile is off
 * by a fifth at most.
 */
export interface Histogram {
  /** The upper bounds, ascending; above the last there is one place more. */
  readonly bounds: readonly number[];
}

function growByHalves(first: number, count: number): Histogram {
  return { bounds: Array.from({ length: count }, (_, index) => Math.round(first * 2 ** (index / 2))) };
}

/** Seconds until a decision: from ten of them to three weeks. */
export const decisionTimes: Histogram = growByHalves(10, 36);

/** Milliseconds of a call: from five of them to two minutes. */
export const callDurations: Histogram = growByHalves(5, 30);

/** The place of a value, from 0. A bound belongs to the place above it. */
export function findPlace({ bounds }: Histogram, value: number): number {
  const place = bounds.findIndex((bound) => value < bound);
  return place === -1 ? bounds.length : place;
}

/** Undefined: nothing was counted. Within its place a quantile is interpolated; beyond the last bound it is that bound. */
export function findQuantile(
  { bounds }: Histogram,
  counts: readonly number[],
  quantile: number,
): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let below = 0;
  for (const [place, count] of counts.entries()) {
    if (count > 0 && below + count >= quantile * total) {
      const from = bounds[place - 1] ?? 0;
      const to = bounds[place] ?? from;
      return from + ((to - from) * (quantile * total - below)) / count;
    }
    below += count;
  }
  return bounds.at(-1);
}
