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

/** The columns of a roll-up for each place. */
export const decisionTimeColumns: readonly string[] = Array.from(
  { length: decisionTimes.bounds.length + 1 },
  (_, place) => `decision_time${place}`,
);

/** The place of a value, from 0. A bound belongs to the place above it. */
export function findPlace({ bounds }: Histogram, value: number): number {
  const place = bounds.findIndex((bound) => value < bound);
  return place === -1 ? bounds.length : place;
}

/** Of many: there are three quantiles to each row of a report. */
export function addUp(counts: readonly number[]): number {
  let sum = 0;
  for (let place = 0; place < counts.length; place += 1) sum += counts[place] ?? 0;
  return sum;
}

/** Undefined: nothing was counted. Within its place a quantile is interpolated; beyond the last bound it is that bound. */
export function findQuantile(
  { bounds }: Histogram,
  counts: readonly number[],
  quantile: number,
): number | undefined {
  const total = addUp(counts);
  if (total === 0) return undefined;
  let below = 0;
  for (let place = 0; place < counts.length; place += 1) {
    const count = counts[place] ?? 0;
    if (count > 0 && below + count >= quantile * total) {
      const from = bounds[place - 1] ?? 0;
      const to = bounds[place] ?? from;
      return from + ((to - from) * (quantile * total - below)) / count;
    }
    below += count;
  }
  return bounds.at(-1);
}
