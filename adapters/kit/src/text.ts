const defaultMaxCharacters = 1_000;

/**
 * Text from a provider: trimmed, well-formed, without NUL (PostgreSQL holds none), cut to a number of characters
 * (default 1000). Absent for anything but a string, and when nothing is left.
 */
export function normaliseText(
  value: unknown,
  maxCharacters: number = defaultMaxCharacters,
): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.replaceAll("\0", "").toWellFormed().trim().slice(0, maxCharacters);
  // The cut may fall between the halves of a surrogate pair.
  const whole = text.isWellFormed() ? text : text.slice(0, -1);
  return whole === "" ? undefined : whole.trimEnd();
}
