const decimalForm = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;
const trueWords = new Set(["true", "yes", "1"]);
const falseWords = new Set(["false", "no", "0"]);

/** A finite number, also when it is given as decimal text ("0.93", "3"); absent for anything else. */
export function parseNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !decimalForm.test(value.trim())) return undefined;
  return Number(value.trim());
}

/**
 * A score between 0 and 1 from a number or its text. From 2 on it is out of 100, and so is text with a percent sign;
 * `outOf` says it where the provider documents it. Absent for anything else, above 100, below 0, and between 1 and 2,
 * which may be either.
 */
export function parseScore(value: unknown, outOf?: 1 | 100): number | undefined {
  const isPercent = typeof value === "string" && value.trim().endsWith("%");
  const score = parseNumber(isPercent ? value.trim().slice(0, -1).trim() : value);
  if (score === undefined || score < 0) return undefined;
  const isOutOf100 = isPercent || outOf === 100 || (outOf === undefined && score >= 2);
  const scaled = isOutOf100 ? Number((score / 100).toPrecision(15)) : score;
  return scaled <= 1 ? scaled : undefined;
}

/** A boolean, also as "true", "false", "yes", "no", "1", "0" in any case, or as 1 and 0; absent for anything else. */
export function parseBoolean(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const word = String(value).trim().toLowerCase();
  if (trueWords.has(word)) return true;
  return falseWords.has(word) ? false : undefined;
}
