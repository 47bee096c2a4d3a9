/** A word in one spelling, as adapters may compare it: trimmed, lower case, `_` between words. */
function normalise(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[-\s]+/g, "_");
}

/** Words that look like a documented one and are another. None of them is a documented one in any usual spelling. */
export function listUnknownWords(documented: readonly string[]): readonly string[] {
  const known = new Set(documented.map(normalise));
  const near = documented.flatMap((word) => [
    `${word}d`,
    word.slice(0, -1),
    word.slice(1),
    `un${word}`,
    `not_${word}`,
    `pre-${word}`,
    `${word}_pending`,
    `auto ${word}`,
    `${word}.`,
    `${word}!`,
    `"${word}"`,
    `${word},${word}`,
    `${word}\u0000`,
    `${word}\u200B`,
    `\u202E${word}`,
    word.replace(/[aeo]/i, "\u0430"),
    Array.from(word).toReversed().join(""),
    `${word}${word}`,
    `<b>${word}</b>`,
    encodeURIComponent(`%${word}`),
  ]);
  const foreign = [
    "ok",
    "success",
    "true",
    "1",
    "passed",
    "done",
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
  ];
  return [...new Set([...near, ...foreign])].filter((word) => !known.has(normalise(word)));
}

/** What is no word at all. */
export function listNonWords(documented: readonly string[]): readonly unknown[] {
  const [word = ""] = documented;
  return [0, 1, -1, true, false, [], [word], {}, { value: word }, "", " "];
}
