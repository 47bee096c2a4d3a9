import type { Mistake } from "@kyc-gateway/adapter-spec/v1";

/** Collects mistakes; the first one of a place and a code counts. */
export interface MistakeList {
  readonly found: readonly Mistake[];
  add(pointer: string, code: string, message: string): void;
}

export function createMistakeList(): MistakeList {
  const found = new Map<string, Mistake>();
  return {
    get found() {
      return [...found.values()];
    },
    add(pointer, code, message) {
      const key = `${pointer} ${code}`;
      if (!found.has(key)) found.set(key, { pointer, code, message });
    },
  };
}

/** Every second item of a name is a mistake: two of one name contradict each other. */
export function refuseTwins(
  mistakes: MistakeList,
  at: string,
  { kind, names }: { kind: string; names: readonly string[] },
): void {
  for (const [index, name] of names.entries()) {
    if (name !== "" && names.indexOf(name) < index)
      mistakes.add(`${at}/${index}/name`, "not_unique", `is the name of an earlier ${kind} already: ${name}`);
  }
}
