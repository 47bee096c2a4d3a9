import type { ReportFacts } from "./keep-facts.ts";

/** One fact that a report would change: where it is, never what it says. */
export interface FactChange {
  /** `claims.person.givenName`; of checks `checks.document`; of all else the group: `evidence`. */
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
}

/** What differs between the facts that are kept and those that would be, by path. Undefined: nothing is kept yet. */
export function compareFacts(before: ReportFacts | undefined, after: ReportFacts): readonly FactChange[] {
  const [old, fresh] = [
    before === undefined ? new Map<string, string>() : listFacts(before),
    listFacts(after),
  ];
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].toSorted();
  return paths
    .filter((path) => old.get(path) !== fresh.get(path))
    .map((path) => ({
      path,
      change: old.has(path) ? (fresh.has(path) ? "changed" : "removed") : "added",
    }));
}

/** Facts by path, each as JSON. */
function listFacts({ claims, checks, ...groups }: ReportFacts): ReadonlyMap<string, string> {
  const ofChecks = [...Map.groupBy(checks ?? [], ({ kind }) => kind)].map(
    ([kind, list]) =>
      [`checks.${kind}`, JSON.stringify(list.map(({ outcome }) => outcome).toSorted())] as const,
  );
  const whole = Object.entries(groups)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, JSON.stringify(value)] as const);
  return new Map([...listLeaves("claims", claims), ...ofChecks, ...whole]);
}

function listLeaves(path: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, member]) => listLeaves(`${path}.${name}`, member));
}
