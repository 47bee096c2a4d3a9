import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIdentifier } from "./identifiers.ts";

function digitsOf(text: unknown): string {
  return String(text).replaceAll(/\D/g, "");
}

describe("an identifier", () => {
  it.each([
    ["01001012345", "01001012345"],
    [" AB 123-4/5 ", "AB 123-4/5"],
    ["AB1234<<<", "AB1234"],
    ["0", "0"],
    ["000123", "000123"],
    ["+995555000000", "+995555000000"],
    ["12\u000034", "12 34"],
  ])("is kept as written: %j", (value, expected) => {
    expect(parseIdentifier(value)).toEqual({ value: expected });
  });

  it.each([1_001_012_345, 12_345_678, 995_555_000_000, 1, Number.MAX_SAFE_INTEGER])(
    "that came as the number %d is its digits, with a notice",
    (value) => {
      const digits = String(value);
      expect(parseIdentifier(value)).toEqual({
        value: digits,
        notice: { code: "given_as_number", raw: digits },
      });
    },
  );

  it.each([0, -5, 1.5, 1e21, Number.NaN, true, {}, [1]])("is not taken from %j, which is said", (value) => {
    expect(parseIdentifier(value)).toMatchObject({ notice: { code: "unreadable" } });
    expect(parseIdentifier(value).value).toBeUndefined();
  });

  it.each(["null", "-", "N/A", "XXXX", "none"])("is not the filler %j, which is said", (value) => {
    expect(parseIdentifier(value)).toEqual({ notice: { code: "placeholder", raw: value } });
  });

  it.each([undefined, null, "", "  ", "<<<"])("that was not given, %j, is nothing", (value) => {
    expect(parseIdentifier(value)).toEqual({});
  });

  it("loses no digit and gains none", () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeNat(), fc.string({ unit: "grapheme-ascii" })), (value) => {
        const { value: taken, notice } = parseIdentifier(value);
        expect(digitsOf(taken ?? notice?.raw ?? "")).toBe(digitsOf(value));
      }),
    );
  });
});
