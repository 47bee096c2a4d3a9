import { createNotice, Fact } from "./facts.ts";
import { isPlaceholder } from "./placeholders.ts";
import { normaliseText } from "./text.ts";

/**
 * Free text that is a claim: an address, an authority, a place. What only fills the field ("null", "-", "N/A") and what
 * is no text is said and not taken. Nothing given (absent, null, blank) is nothing.
 */
export function parseText(value: unknown): Fact<string> {
  if (value === undefined || value === null) return new Fact();
  if (typeof value !== "string") return new Fact({ notice: createNotice("unreadable", value) });
  const text = normaliseText(value);
  if (text === undefined) return new Fact();
  return isPlaceholder(text)
    ? new Fact({ notice: createNotice("placeholder", value) })
    : new Fact({ value: text });
}
