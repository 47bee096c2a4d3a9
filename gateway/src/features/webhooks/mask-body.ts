/**
 * What an operator may see of a stored body: its shape. Names of members stay, values become their kind and length:
 * any of them may be about a person.
 */
export function maskBody(body: Uint8Array): unknown {
  try {
    return maskValue(JSON.parse(Buffer.from(body).toString("utf8")) as unknown, 0);
  } catch {
    return `bytes(${body.length})`;
  }
}

/** Deeper than this nothing is told apart any more. */
const deepest = 12;
const longestList = 20;

function maskValue(value: unknown, depth: number): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return `text(${value.length})`;
  if (typeof value === "number") return "number";
  if (depth >= deepest) return "…";
  if (Array.isArray(value)) return value.slice(0, longestList).map((item) => maskValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, member]) => [maskName(name), maskValue(member, depth + 1)]),
  );
}

/** A member's name is the provider's word; whatever does not look like one is content. */
function maskName(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(name) ? name : `text(${name.length})`;
}
