import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBoolean, parseNumber, parseScore } from "./numbers.ts";

describe("a number", () => {
  it.each([
    [0.93, 0.93],
    ["0.93", 0.93],
    [" 3 ", 3],
    ["-41.7", -41.7],
    ["0", 0],
  ])("is read from %j", (value, expected) => {
    expect(parseNumber(value)).toBe(expected);
  });

  it.each(["", " ", "1,5", "0x10", "1e3", "Infinity", "three", Number.NaN, null, undefined, true, [], {}])(
    "is not read from %j",
    (value) => {
      expect(parseNumber(value)).toBeUndefined();
    },
  );
});

describe("a score", () => {
  it.each([
    [0.93, 0.93],
    ["0.9027", 0.9027],
    [90.27, 0.9027],
    ["90.27", 0.9027],
    ["93%", 0.93],
    ["1%", 0.01],
    [0, 0],
    [1, 1],
    [100, 1],
  ])("is read from %j", (value, expected) => {
    expect(parseScore(value)).toBe(expected);
  });

  it("is read on the documented scale", () => {
    expect([parseScore(1, 100), parseScore("87", 100), parseScore(0.5, 100)]).toEqual([0.01, 0.87, 0.005]);
    expect([parseScore(1, 1), parseScore(90.27, 1)]).toEqual([1, undefined]);
  });

  it.each([-0.1, 1.000_001, 1.5, 100.1, "101%", "high", "", null, undefined, true, {}])(
    "is not read from %j",
    (value) => {
      expect(parseScore(value)).toBeUndefined();
    },
  );

  it("lies between 0 and 1", () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.string(), fc.double().map(String)), (value) => {
        const score = parseScore(value) ?? 0;
        expect(score >= 0 && score <= 1).toBe(true);
      }),
    );
  });
});

describe("a boolean", () => {
  it.each([true, "true", "True", " TRUE ", "1", 1, "yes"])("is true in %j", (value) => {
    expect(parseBoolean(value)).toBe(true);
  });

  it.each([false, "false", "FALSE", "0", 0, "no"])("is false in %j", (value) => {
    expect(parseBoolean(value)).toBe(false);
  });

  it.each(["", "maybe", "truely", 2, null, undefined, [], {}])("is not read from %j", (value) => {
    expect(parseBoolean(value)).toBeUndefined();
  });
});
