import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asCode, defineWords } from "./word-table.ts";

const words = defineWords<"low_similarity" | "underage">({
  member: "reject_reason.value",
  source: "tests",
  words: {
    low_similarity: { check: "face_match", outcome: "failed", reason: "face_mismatch" },
    underage: { check: "age", outcome: "failed", reason: "underage" },
  },
});

describe("a table of words", () => {
  it.each([
    "low_similarity",
    "LOW_SIMILARITY",
    "Low-Similarity",
    "low similarity",
    "LowSimilarity",
    " lowSimilarity ",
  ])("has %j in any spelling", (word) => {
    expect(words.find(word)?.reason).toBe("face_mismatch");
  });

  it.each(["", "low", "similarity", "constructor", "__proto__", "low_similarity_2"])("has no %j", (word) => {
    expect(words.find(word)).toBeUndefined();
  });

  it("does not compile while a word is missing", () => {
    const table = defineWords<"low_similarity" | "underage">({
      member: "m",
      source: "s",
      // @ts-expect-error `underage` has no line.
      words: { low_similarity: {} },
    });
    expect(table.find("underage")).toBeUndefined();
  });
});

describe("a code", () => {
  it.each(["low_similarity", "FACE_FAR_AWAY", "expiredDocument", "E-17", "kyc.rejected:2"])(
    "may be %j",
    (word) => {
      expect(asCode(word)).toBe(word);
    },
  );

  it.each([
    "The document of Nino Beridze is expired",
    "Nino Beridze",
    "Beridze",
    "01001012345",
    "doc_AB1234567",
    "nino@example.com",
    "ნინო",
    "",
    " ",
    "x".repeat(65),
    "a\nb",
  ])("is not %j", (word) => {
    expect(asCode(word)).toBeUndefined();
  });

  it("holds no blank and no number of somebody", () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        expect(asCode(word) ?? "").toMatch(/^(?!.*\d{4})[\w.:-]{0,64}$/);
      }),
    );
  });
});
