/** A member's step in an RFC 6901 pointer. */
export function escapeStep(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function readSteps(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value at a pointer; undefined where there is none. */
export function readAt(value: unknown, pointer: string): unknown {
  return readSteps(pointer).reduce<unknown>(
    (part, step) =>
      typeof part === "object" && part !== null ? (part as Record<string, unknown>)[step] : undefined,
    value,
  );
}

/** A copy with another value at a pointer. An undefined one removes the member. */
export function replaceAt(value: unknown, pointer: string, replacement: unknown): unknown {
  const copy: unknown = structuredClone(value);
  const steps = [...readSteps(pointer)];
  const last = steps.pop();
  if (last === undefined) return replacement;
  const parent = steps.reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], copy);
  const members = parent as Record<string, unknown>;
  if (replacement === undefined) delete members[last];
  else members[last] = replacement;
  return copy;
}

/** Every string in a value, with its pointer. */
export function* listStrings(
  value: unknown,
  pointer = "",
): Generator<readonly [pointer: string, text: string]> {
  if (typeof value === "string") yield [pointer, value];
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value))
    yield* listStrings(member, `${pointer}/${escapeStep(name)}`);
}

/** The pointers of a value and of everything in it that is an object and no list. */
export function* listObjects(value: unknown, pointer = ""): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield pointer;
  for (const [name, member] of Object.entries(value))
    yield* listObjects(member, `${pointer}/${escapeStep(name)}`);
}
