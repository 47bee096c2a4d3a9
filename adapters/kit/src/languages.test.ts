import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseLanguage, isLanguageTag } from "./languages.ts";

const knows =
  (...known: string[]) =>
  (candidate: string) =>
    known.includes(candidate);

describe("the nearest language", () => {
  it.each([
    ["en-US", ["en-US", "en"], "en-US"],
    ["en-US", ["en"], "en"],
    ["EN-us", ["en-US"], "en-US"],
    ["ka-GE", ["ka"], "ka"],
    ["kat", ["ka"], "ka"],
    ["zh-Hant-TW", ["zh-Hant", "zh"], "zh-Hant"],
    ["sr-Latn-RS", ["sr"], "sr"],
    ["es-419", ["es"], "es"],
    ["pt-BR", ["pt-PT", "en"], undefined],
    ["fil", ["en"], undefined],
    ["no tag", ["no"], undefined],
    ["", [""], undefined],
  ] as const)("to %s among %j is %s", (tag, known, expected) => {
    expect(chooseLanguage(tag, knows(...known))).toBe(expected);
  });

  it("is always one that is known, and never of another language", () => {
    const words = constantFrom("en", "en-US", "en-GB", "ka", "ka-GE", "zh", "zh-Hant", "zh-Hant-TW", "pt-BR");
    assert(
      property(words, array(words), (tag, known) => {
        const chosen = chooseLanguage(tag, knows(...known));
        if (chosen === undefined) return;
        expect(known).toContain(chosen);
        expect(`${tag}-`.startsWith(`${chosen}-`)).toBe(true);
      }),
    );
  });
});

it.each([
  ["en", true],
  ["en-US", true],
  ["zh-Hant-TW", true],
  ["en_US", false],
  ["Georgian!", false],
  ["", false],
])("%s is a tag: %s", (text, expected) => {
  expect(isLanguageTag(text)).toBe(expected);
});
