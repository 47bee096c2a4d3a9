import { createNotice, Fact } from "./facts.ts";
import { isPlaceholder } from "./placeholders.ts";
import { normaliseText } from "./text.ts";

// Marks of writing direction and width that nobody prints in a name; joiners stay, some scripts need them.
const invisible = /[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
const control = /[\p{Cc}<\s]+/gu;
const programWord = /(?<!\S)\(?(?:null|undefined)\)?(?!\S)/gi;

/**
 * A name or a part of one. Blanks, control characters and the fillers of machine-readable zones (`<`) become one blank.
 * A value that only fills the field ("null", "-", "XXX", a number) is no name; the word "null" in a joined name is
 * dropped: both are said as `placeholder`. Nothing given (absent, null, blank) is nothing.
 */
export function parseName(value: unknown): Fact<string> {
  if (value === undefined || value === null) return new Fact();
  if (typeof value !== "string") return new Fact({ notice: createNotice("unreadable", value) });
  const name = normaliseText(tidy(value));
  if (name === undefined) return new Fact();
  const kept = tidy(name.replaceAll(programWord, " "));
  const isName = /\p{L}/u.test(kept) && !isPlaceholder(kept);
  const notice = isName && kept === name ? undefined : createNotice("placeholder", value);
  return new Fact({ ...(isName ? { value: kept } : {}), ...(notice ? { notice } : {}) });
}

function tidy(text: string): string {
  return text.replaceAll(invisible, "").replaceAll(control, " ").trim();
}
