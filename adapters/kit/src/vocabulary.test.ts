import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAdapterError } from "./adapter-error.ts";
import { defineOpenVocabulary, defineVocabulary, normaliseWord, sanitiseWord } from "./vocabulary.ts";

type Colour = "light-red" | "dark_green";
const colours = defineVocabulary<Colour, number>("colour", { "light-red": 1, dark_green: 2 });

function catchError(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe("a closed vocabulary", () => {
  it("does not compile while a word of the provider is missing", () => {
    // @ts-expect-error -- "dark_green" has no counterpart
    const incomplete = defineVocabulary<Colour, number>("colour", { "light-red": 1 });
    expect(incomplete.has("dark_green")).toBe(false);
  });

  it.each(["light-red", "LIGHT_RED", " Light  Red "])("translates %j", (word) => {
    expect(colours.translate(word)).toBe(1);
  });

  it.each(["blue", "", "constructor", "__proto__", undefined, null, 1, ["light-red"]])(
    "refuses %j",
    (word) => {
      const error = catchError(() => colours.translate(word));
      expect(isAdapterError(error) && error.code).toBe("response_unrecognised");
      expect(colours.has(word)).toBe(false);
    },
  );

  it("refuses every text but its own words", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(normaliseWord(text) !== "light_red" && normaliseWord(text) !== "dark_green");
        expect(isAdapterError(catchError(() => colours.translate(text)))).toBe(true);
      }),
    );
  });

  it("names the unknown word, cut and cleaned", () => {
    const error = catchError(() => colours.translate(`sky\nblue${"!".repeat(500)}`));
    expect(error).toMatchObject({ providerCode: expect.stringMatching(/^sky\?blue\?{56}$/) });
  });
});

describe("an open vocabulary", () => {
  const moods = defineOpenVocabulary({ very_glad: "good" }, "unspecified");

  it("keeps the provider's word beside ours", () => {
    expect(moods.translate("VERY-GLAD")).toEqual({ code: "good", raw: "VERY-GLAD" });
  });

  it.each(["sad", "constructor", "__proto__"])("falls back on %j", (word) => {
    expect(moods.translate(word)).toEqual({ code: "unspecified", raw: word });
  });
});

describe("sanitiseWord", () => {
  it("leaves nothing that could break a log line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(sanitiseWord(text)).toMatch(/^[\w.:?-]{0,64}$/);
      }),
    );
  });
});
