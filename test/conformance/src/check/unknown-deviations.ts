import { groups } from "../groups/groups.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { nameCheck } from "./run-check.ts";

/** Deviations that name no check of this adapter: misspelt, or left over from an older suite. */
export function findUnknownDeviations(subject: PreparedSubject): readonly string[] {
  const known = new Set(
    groups.flatMap((group) => {
      const list = group.list(subject);
      return "checks" in list ? list.checks.map((check) => nameCheck(group, check)) : [];
    }),
  );
  return (subject.samples.deviations ?? []).map(({ check }) => check).filter((check) => !known.has(check));
}
