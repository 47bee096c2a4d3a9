import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";

/** Collects issues; the first one of a place and a code counts. */
export interface IssueList {
  readonly found: readonly ValidationIssue[];
  add(pointer: string, code: string, message: string): void;
}

export function createIssueList(): IssueList {
  const found = new Map<string, ValidationIssue>();
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

/** Every second item of a name is an issue: two of one name contradict each other. */
export function refuseDuplicates(
  issues: IssueList,
  at: string,
  { kind, names }: { kind: string; names: readonly string[] },
): void {
  for (const [index, name] of names.entries()) {
    if (name !== "" && names.indexOf(name) < index)
      issues.add(`${at}/${index}/name`, "not_unique", `is the name of an earlier ${kind} already: ${name}`);
  }
}
