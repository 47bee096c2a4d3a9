/** So many of so many. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/** A value, and between what it lies with a confidence of 95 in 100. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The standard normal's quantile for 95 in 100, on both sides. */
const z = 1.959963984540054;

/** Wilson's score interval, without continuity correction. Undefined: there were no trials. */
export function estimateProportion({ successes, trials }: Proportion): Estimate | undefined {
  if (trials === 0) return undefined;
  const value = successes / trials;
  const scale = 1 + z ** 2 / trials;
  const centre = (value + z ** 2 / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((value * (1 - value)) / trials + z ** 2 / (4 * trials ** 2));
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * `left` minus `right`: the hybrid score interval of R. G. Newcombe, "Interval estimation for the difference between
 * independent proportions", Statistics in Medicine 17 (1998), method 10. Undefined: one of them had no trials.
 */
export function estimateDifference(left: Proportion, right: Proportion): Estimate | undefined {
  const [first, second] = [estimateProportion(left), estimateProportion(right)];
  if (first === undefined || second === undefined) return undefined;
  const value = first.value - second.value;
  return {
    value,
    low: value - Math.hypot(first.value - first.low, second.high - second.value),
    high: value + Math.hypot(first.high - first.value, second.value - second.low),
  };
}
