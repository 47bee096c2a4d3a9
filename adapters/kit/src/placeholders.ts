const words = new Set([
  "null",
  "undefined",
  "none",
  "n a",
  "not available",
  "not applicable",
  "not provided",
  "unknown",
  "unnamed",
  "no name",
  "no given name",
  "no first name",
  "no last name",
  "fnu",
  "lnu",
  "object object",
]);

function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * Whether a text only fills a field: a word of programs or forms ("null", "N/A", "FNU"), a row of X as documents print
 * it, or signs without a letter or digit. One X alone may be a name.
 */
export function isPlaceholder(text: string): boolean {
  const folded = fold(text);
  return folded === "" || words.has(folded) || /^x(?:\s*x)+$/.test(folded);
}
