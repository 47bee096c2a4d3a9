import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisionTimes, findPlace, findQuantile } from "./duration-histogram.ts";

const countAll = (values: readonly number[]): number[] => {
  const counts = Array.from({ length: decisionTimes.bounds.length + 1 }, () => 0);
  for (const value of values) {
    const place = findPlace(decisionTimes, value);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
};

const seconds = fc.array(fc.integer({ min: 0, max: 2_000_000 }), { minLength: 1, maxLength: 60 });

describe("a histogram of durations", () => {
  it("gives a quantile within the place of the true one", () => {
    fc.assert(
      fc.property(seconds, fc.constantFrom(0.5, 0.9, 0.99), (values, quantile) => {
        const sorted = values.toSorted((left, right) => left - right);
        const exact = sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0;
        const place = findPlace(decisionTimes, exact);
        const found = findQuantile(decisionTimes, countAll(values), quantile) ?? Number.NaN;
        expect(found).toBeGreaterThanOrEqual(decisionTimes.bounds[place - 1] ?? 0);
        expect(found).toBeLessThanOrEqual(decisionTimes.bounds[place] ?? Infinity);
      }),
    );
  });

  it("is the same summed up from parts", () => {
    fc.assert(
      fc.property(seconds, seconds, (left, right) => {
        const sum = countAll(left).map((count, place) => count + (countAll(right)[place] ?? 0));
        expect(sum).toEqual(countAll([...left, ...right]));
      }),
    );
  });

  it("has no quantile of nothing, and none beyond its last bound", () => {
    expect(findQuantile(decisionTimes, countAll([]), 0.5)).toBeUndefined();
    expect(findQuantile(decisionTimes, countAll([9e9]), 0.5)).toBe(decisionTimes.bounds.at(-1));
  });
});
