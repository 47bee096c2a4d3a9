import { createNotice, Fact } from "./facts.ts";
import { isPlaceholder } from "./placeholders.ts";
import { normaliseText } from "./text.ts";

/**
 * An identifier (number of a document, a person, a telephone) as it is written; fillers of machine-readable zones at its
 * end are cut. A JSON number gives its digits, and the notice `given_as_number`: zeros before them would be lost. What
 * is no identifier (zero, a fraction, "N/A", an object) is said and not taken. Nothing given is nothing.
 */
export function parseIdentifier(value: unknown): Fact<string> {
  if (value === undefined || value === null) return new Fact();
  if (typeof value === "number") return parseNumberedIdentifier(value);
  if (typeof value !== "string") return new Fact({ notice: createNotice("unreadable", value) });
  const text = normaliseText(value.replaceAll(/\p{Cc}+/gu, " ").replace(/[<\s]+$/, ""));
  if (text === undefined) return new Fact();
  return isPlaceholder(text)
    ? new Fact({ notice: createNotice("placeholder", value) })
    : new Fact({ value: text });
}

function parseNumberedIdentifier(value: number): Fact<string> {
  const digits = String(value);
  // Zero is what programs write where there is no number; beyond 2^53 the digits are no longer those that were sent.
  if (!Number.isSafeInteger(value) || value <= 0)
    return new Fact({ notice: createNotice("unreadable", digits) });
  return new Fact({ value: digits, notice: createNotice("given_as_number", digits) });
}
