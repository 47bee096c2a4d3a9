/** What makes a body ambiguous or a burden, although JSON allows it. */
export type JsonFlaw = "duplicate_member" | "too_deep";

/** No schema of the API nests a tenth as deep; what walks a document recursively is safe far beyond. */
const maxDepth = 64;

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs;
const colon = /\s*:/y;

/**
 * The first flaw of a text that is valid JSON. Two members of one name are read differently by different parsers
 * (RFC 8259, section 4): what a proxy let through would not be what is done here.
 */
export function findJsonFlaw(json: string): JsonFlaw | undefined {
  /** The names of each open object; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (const { 0: text, index } of json.matchAll(token)) {
    if (text === "}" || text === "]") open.pop();
    else if (text === "{" || text === "[") open.push(text === "{" ? new Set() : undefined);
    else if (isRepeated(json, { text, end: index + text.length }, open.at(-1))) return "duplicate_member";
    if (open.length > maxDepth) return "too_deep";
  }
  return undefined;
}

function isRepeated(
  json: string,
  { text, end }: { readonly text: string; readonly end: number },
  names: Set<string> | undefined,
): boolean {
  if (names === undefined || !isName(json, end)) return false;
  // One name has many spellings: escapes are undone.
  const name = text.includes("\\") ? (JSON.parse(text) as string) : text.slice(1, -1);
  if (names.has(name)) return true;
  names.add(name);
  return false;
}

/**
 * Whether a text of valid JSON holds a zero byte or half a character, be it a name: PostgreSQL can keep neither, and what
 * other programs make of them is anybody's guess.
 */
export function hasUnstorableText(json: string): boolean {
  if (!json.includes("\\u")) return false;
  for (const [text] of json.matchAll(token)) {
    if (!text.startsWith('"') || !text.includes("\\u")) continue;
    const value = JSON.parse(text) as string;
    if (value.includes("\0") || !value.isWellFormed()) return true;
  }
  return false;
}

function isName(json: string, end: number): boolean {
  colon.lastIndex = end;
  return colon.test(json);
}
