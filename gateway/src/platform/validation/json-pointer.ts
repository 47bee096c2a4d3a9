/** A JSON object. */
export type Settings = Record<string, unknown>;

export function isRecord(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One reference token of a JSON pointer (RFC 6901, section 3). */
export function escapeToken(token: string | number): string {
  return String(token).replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The tokens of a pointer, unescaped. */
export function readTokens(pointer: string): string[] {
  return pointer === ""
    ? []
    : pointer
        .slice(1)
        .split("/")
        .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Whether a pointer names a place or something in it. */
export function isWithin(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}

/** A copy of a value in which `replace` has had its say about every place, from the outside inwards. Undefined: as it is. */
export function mapValues(
  value: unknown,
  replace: (value: unknown, pointer: string) => { readonly value: unknown } | undefined,
  pointer = "",
): unknown {
  const replaced = replace(value, pointer);
  if (replaced !== undefined) return replaced.value;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => mapValues(item, replace, `${pointer}/${index}`));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      mapValues(member, replace, `${pointer}/${escapeToken(name)}`),
    ]),
  );
}

/** Every value that is neither an object nor a list with something in it, by its pointer. */
export function flatten(value: unknown, pointer = ""): Map<string, unknown> {
  const members = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : [];
  if (members.length === 0) return new Map(value === undefined ? [] : [[pointer, value]]);
  return new Map(
    members.flatMap(([name, member]) => [...flatten(member, `${pointer}/${escapeToken(name)}`)]),
  );
}
