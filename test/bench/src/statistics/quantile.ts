/**
 * The value below which a share of the values lies, interpolated between the two nearest. `values` need not be sorted.
 * Throws when there are none.
 */
export function computeQuantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) throw new Error("There is no quantile of nothing.");
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function computeMedian(values: Iterable<number>): number {
  return computeQuantile(values, 0.5);
}

/** How far the rounds lie apart: (largest − smallest) ÷ median. 0 for a single round. */
export function computeSpread(values: readonly number[]): number {
  const median = computeMedian(values);
  return median === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / median;
}
