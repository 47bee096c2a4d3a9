import * as fc from "fast-check";
import { expect, it } from "vitest";
import { normaliseSex } from "./sex.ts";
import { normaliseText } from "./text.ts";

it.each([
  ["  Ana  ", "Ana"],
  ["ჯონ", "ჯონ"],
  ["a\nb", "a\nb"],
  ["a\0b", "ab"],
])("keeps the text of %j", (value, expected) => {
  expect(normaliseText(value)).toBe(expected);
});

it.each(["", "   ", "\0", null, undefined, 0, false, {}, ["a"]])("finds no text in %j", (value) => {
  expect(normaliseText(value)).toBeUndefined();
});

it("gives bounded, well-formed, trimmed text or none", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (value, maxCharacters) => {
      const text = normaliseText(value, maxCharacters);
      fc.pre(text !== undefined);
      expect(text?.length).toBeLessThanOrEqual(maxCharacters);
      expect(text?.length).toBeGreaterThan(0);
      expect(text?.isWellFormed()).toBe(true);
      expect(text?.trim()).toBe(text);
    }),
  );
});

it("cuts no character in half", () => {
  expect(normaliseText("ab😀", 3)).toBe("ab");
});

it.each([
  ["M", "M"],
  ["Male", "M"],
  [" female ", "F"],
  ["<", "X"],
  ["X", "X"],
])("reads the sex %j as %s", (value, expected) => {
  expect(normaliseSex(value)).toBe(expected);
});

it.each(["", "W", "constructor", null, 1])("reads no sex from %j", (value) => {
  expect(normaliseSex(value)).toBeUndefined();
});
