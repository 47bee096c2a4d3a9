import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseName } from "./names.ts";

describe("a name", () => {
  it.each([
    ["  Ana  ", "Ana"],
    ["ჯონ", "ჯონ"],
    ["Anna  Maria", "Anna Maria"],
    ["ANNA<MARIA<<<", "ANNA MARIA"],
    ["O'Brien-Smith", "O'Brien-Smith"],
    ["X", "X"],
    ["Nil", "Nil"],
    ["Nullmeier", "Nullmeier"],
    ["Ana\u0000Maria\n", "Ana Maria"],
    ["\u200EAna\u200F", "Ana"],
    ["王", "王"],
  ])("is read from %j", (value, expected) => {
    expect(parseName(value)).toEqual({ value: expected });
  });

  it.each([
    "null",
    "NULL",
    "(null)",
    "undefined",
    "-",
    "--",
    "XXX",
    "xx",
    "X X X",
    ".",
    "N/A",
    "n.a.",
    "None",
    "FNU",
    "12",
    "***",
    "null null",
  ])("is not the filler %j, which is said", (value) => {
    expect(parseName(value)).toEqual({ notice: { code: "placeholder", raw: value } });
  });

  it.each([
    ["null Beridze", "Beridze"],
    ["Nino null", "Nino"],
    ["Nino undefined Beridze", "Nino Beridze"],
  ])("joined with a filler, %j, is the rest of it", (value, expected) => {
    expect(parseName(value)).toEqual({ value: expected, notice: { code: "placeholder", raw: value } });
  });

  it.each([undefined, null, "", "   ", "\0"])("that was not given, %j, is nothing", (value) => {
    expect(parseName(value)).toEqual({});
  });

  it.each([12, true, {}, ["Ana"]])("of another type, %j, is said", (value) => {
    expect(parseName(value)).toEqual({ notice: { code: "unreadable", raw: JSON.stringify(value) } });
  });

  it('never holds the word "null", a doubled blank, a control character, or no letter', () => {
    const word = fc.oneof(
      fc.constantFrom("null", "NULL", "-", "", " ", "\t", "XXX", "Ana", "(null)"),
      fc.string({ unit: "grapheme" }),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const { value } = parseName(words.join(" "));
        if (value === undefined) return;
        expect(value).not.toMatch(/(?<!\S)null(?!\S)|\s\s|\p{Cc}|^\s|\s$/iu);
        expect(value).toMatch(/\p{L}/u);
        expect(value.isWellFormed()).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
