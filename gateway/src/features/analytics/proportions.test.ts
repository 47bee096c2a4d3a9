import { describe, expect, it } from "vitest";
import { estimateDifference, estimateProportion } from "./proportions.ts";

const of = (successes: number, trials: number) => ({ successes, trials });

describe("the interval of a proportion", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
  it.each([
    [of(81, 263), 0.2553, 0.3662],
    [of(15, 148), 0.0624, 0.1605],
    [of(0, 20), 0, 0.1611],
    [of(1, 29), 0.0061, 0.1718],
  ])("is the published one for %o", (proportion, low, high) => {
    const estimate = estimateProportion(proportion);
    expect(estimate?.low).toBeCloseTo(low, 4);
    expect(estimate?.high).toBeCloseTo(high, 4);
  });

  it("is not there where nothing was tried", () => {
    expect(estimateProportion(of(0, 0))).toBeUndefined();
  });
});

describe("the interval of a difference", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10.
  it.each([
    { left: of(56, 70), right: of(48, 80), low: 0.0524, high: 0.3339 },
    { left: of(9, 10), right: of(3, 10), low: 0.1705, high: 0.809 },
    { left: of(6, 7), right: of(2, 7), low: 0.0582, high: 0.8062 },
    { left: of(5, 56), right: of(0, 29), low: -0.0381, high: 0.1926 },
    { left: of(0, 10), right: of(0, 20), low: -0.1611, high: 0.2775 },
    { left: of(0, 10), right: of(0, 10), low: -0.2775, high: 0.2775 },
    { left: of(10, 10), right: of(0, 20), low: 0.6791, high: 1 },
    { left: of(10, 10), right: of(0, 10), low: 0.6075, high: 1 },
  ])(
    "is the published one for $left.successes of $left.trials and $right.successes of $right.trials",
    ({ left, right, low, high }) => {
      const estimate = estimateDifference(left, right);
      expect(estimate?.low).toBeCloseTo(low, 4);
      expect(estimate?.high).toBeCloseTo(high, 4);
    },
  );

  it("turns its sign with its sides", () => {
    const [there, back] = [
      estimateDifference(of(9, 10), of(3, 10)),
      estimateDifference(of(3, 10), of(9, 10)),
    ];
    expect([there?.low, there?.high]).toEqual([-(back?.high ?? 0), -(back?.low ?? 0)]);
  });

  it("is not there where one side tried nothing", () => {
    expect(estimateDifference(of(1, 2), of(0, 0))).toBeUndefined();
  });
});
