import type { CheckOutcome, Report } from "@kyc-gateway/adapter-spec/v1";
import type { ReportFacts } from "@kyc-gateway/core";

/** Facts laid flat, by path: written down anew here, on purpose not taken from the code under test. */
export type FlatFacts = ReadonlyMap<string, string>;

export function flatten({ claims, checks, evidence, technicalDetails }: ReportFacts): FlatFacts {
  return new Map([
    ...Object.entries(claims?.person ?? {}).map(
      ([name, value]) => [`person/${name}`, String(value)] as const,
    ),
    ...Object.entries(claims?.document ?? {}).map(
      ([name, value]) => [`document/${name}`, String(value)] as const,
    ),
    ...Object.entries(technicalDetails ?? {}).map(
      ([name, value]) => [`device/${name}`, String(value)] as const,
    ),
    ...checks.map(({ kind, outcome }) => [`check ${kind}/outcome`, outcome] as const),
    ...(evidence ?? []).map(({ id, kind }) => [`evidence ${id}/kind`, kind] as const),
  ]);
}

/** What is known, and what is told later; a group of which anything is told otherwise is left alone. */
export function addLater(known: FlatFacts, later: FlatFacts): FlatFacts {
  const contested = new Set<string>();
  for (const [path, value] of later) {
    const before = known.get(path);
    if (before !== undefined && before !== value && !canFollow(before, value)) contested.add(groupOf(path));
  }
  const added = [...later].filter(([path, value]) => {
    const before = known.get(path);
    const isNew = before === undefined || (before !== value && canFollow(before, value));
    return isNew && !contested.has(groupOf(path));
  });
  return new Map([...known, ...added]);
}

/** Whether a required check was done. */
export function hasLiveness({ checks }: Pick<Report, "checks">): boolean {
  return checks.some(({ kind, outcome }) => kind === "liveness" && outcome === "passed");
}

export function describeFacts(facts: FlatFacts): string {
  return [...facts]
    .map(([path, value]) => `${path}=${value}`)
    .sort()
    .join(" ");
}

function groupOf(path: string): string {
  return path.split("/")[0] ?? path;
}

/** A check that had not run may have run later. */
function canFollow(before: string, after: string): boolean {
  const notRun: readonly string[] = ["not_run", "unavailable"] satisfies CheckOutcome[];
  return notRun.includes(before) && !notRun.includes(after);
}
