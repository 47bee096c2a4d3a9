import type { Change, ValueChange } from "./find-changes.ts";

const marks = { create: "+", update: "~", remove: "-" } as const satisfies Record<Change["action"], string>;

/** What a change is about, in names. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case "tenant":
      return `tenant ${change.tenant}`;
    case "connection":
      return `connection ${change.connection}`;
    case "flow":
      return `flow ${change.tenant}/${change.flow}`;
    case "routing":
      return `routing ${change.tenant}`;
    case "endpoint":
      return `endpoint ${change.tenant} ${change.url}`;
    case "privacy":
      return `privacy ${change.tenant}`;
    case "validity":
      return `validity ${change.tenant}`;
    case "return-urls":
      return `return-urls ${change.tenant}`;
  }
}

/** Changes for people, one line for each value. */
export function listChangeLines(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => [
    `${marks[change.action]} ${describeChange(change)}`,
    ...(change.action === "remove" ? [] : change.values)
      .filter((value) => !isAboutNothing(value))
      .map((value) => `    ${describeValue(value)}`),
  ]);
}

/** Nothing that comes, and nothing that goes: of no interest. */
function isAboutNothing(value: ValueChange): boolean {
  return "before" in value && "after" in value ? false : isNothing(value.before ?? value.after ?? null);
}

function isNothing(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

function describeValue(value: ValueChange): string {
  const [before, after] = [JSON.stringify(value.before), JSON.stringify(value.after)];
  if (!("before" in value)) return `+ ${value.pointer}  ${after}`;
  if (!("after" in value)) return `- ${value.pointer}  ${before}`;
  return `~ ${value.pointer}  ${before} → ${after}`;
}
