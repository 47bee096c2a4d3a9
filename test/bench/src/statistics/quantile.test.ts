import * as fc from "fast-check";
import { expect, it } from "vitest";
import { computeMedian, computeQuantile, computeSpread } from "./quantile.ts";

it("interpolates between the two nearest values", () => {
  expect(computeMedian([4, 1, 3, 2])).toBe(2.5);
  expect(computeMedian([9, 1, 5])).toBe(5);
  expect(computeQuantile([10, 20], 0.25)).toBe(12.5);
  expect(computeQuantile([7], 0.99)).toBe(7);
});

it("sorts by size, not by spelling", () => {
  expect(computeMedian([100, 9, 20])).toBe(20);
});

it("tells the p99 of a hundred and one values", () => {
  expect(
    computeQuantile(
      Array.from({ length: 101 }, (_, value) => value),
      0.99,
    ),
  ).toBe(99);
});

it("refuses to tell the quantile of nothing", () => {
  expect(() => computeQuantile([], 0.5)).toThrow("nothing");
});

it("grows with the share and stays between the extremes", () => {
  const values = fc.array(fc.integer(), { minLength: 1 });
  const share = fc.double({ noNaN: true, min: 0, max: 1 });
  fc.assert(
    fc.property(values, share, share, (list, one, other) => {
      const [lower, higher] = [Math.min(one, other), Math.max(one, other)];
      const tolerance = 1e-6;
      expect(computeQuantile(list, lower)).toBeLessThanOrEqual(computeQuantile(list, higher) + tolerance);
      expect(computeQuantile(list, 0)).toBe(Math.min(...list));
      expect(computeQuantile(list, 1)).toBe(Math.max(...list));
    }),
  );
});

it("tells the spread in shares of the median", () => {
  expect(computeSpread([90, 100, 120])).toBeCloseTo(0.3);
  expect(computeSpread([5])).toBe(0);
});
