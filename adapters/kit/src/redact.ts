const deepestLevel = 64;

/** What to take out of a JSON value. */
export interface Redaction {
  /** Members that are cut out wherever they stand, in any case. */
  readonly memberNames: readonly string[];
  /** Texts that are masked wherever a string or a member's name contains them. Empty ones are ignored. */
  readonly secrets?: readonly string[];
}

const mask = "[redacted]";

/** Masks every occurrence of the secrets in a text. Empty secrets are ignored. */
export function maskText(text: string, secrets: readonly string[]): string {
  return createMasker(secrets)(text);
}

function createMasker(secrets: readonly string[]): (text: string) => string {
  // Longest first: a secret that begins another must not leave the other's tail behind.
  const longestFirst = secrets.filter((secret) => secret !== "").toSorted((a, b) => b.length - a.length);
  return (text) =>
    longestFirst.reduce(
      (masked, secret) => (masked.includes(secret) ? masked.replaceAll(secret, () => mask) : masked),
      text,
    );
}

/**
 * A copy of a parsed JSON value without the named members and with the secrets masked. What lies deeper than 64 levels
 * becomes null: nothing legitimate does.
 */
export function redactJson(value: unknown, redaction: Redaction): unknown {
  return createRedactor(redaction)(value);
}

/** `redactJson` for many values: whatever it needs of the redaction is made once. */
export function createRedactor({ memberNames, secrets = [] }: Redaction): (value: unknown) => unknown {
  const names = new Set(["__proto__", ...memberNames.map((name) => name.toLowerCase())]);
  const maskAll = createMasker(secrets);

  function redact(part: unknown, level: number): unknown {
    if (typeof part === "string") return maskAll(part);
    if (typeof part !== "object" || part === null) return part;
    if (level >= deepestLevel) return null;
    if (Array.isArray(part)) return part.map((element) => redact(element, level + 1));
    const members: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(part))
      if (!names.has(name.toLowerCase())) members[maskAll(name)] = redact(member, level + 1);
    return members;
  }
  return (value) => redact(value, 0);
}
