import type { CheckResult, ConformanceResult, GroupResult } from "./result.ts";

/** A run for people: group by group, what is missing, and what to do next. Groups that are done take one line. */
export function formatResult({ manifest, groups, isConforming }: ConformanceResult): string {
  const next = groups.find(({ checks }) => checks.some(hasFailed));
  const verdict = isConforming ? "conforms" : "does not conform yet";
  return [
    `${manifest.id} ${manifest.packageVersion} ${verdict}`,
    ...groups.flatMap(formatGroup),
    ...(next === undefined ? [] : ["", `Next: ${next.title}. ${next.advice}`]),
  ].join("\n");
}

function hasFailed({ outcome }: CheckResult): boolean {
  return outcome === "failed";
}

function formatGroup({ title, checks, notApplicable }: GroupResult): readonly string[] {
  if (notApplicable !== undefined) return [`  –  ${title}: ${notApplicable}`];
  const failed = checks.filter(hasFailed);
  const deviating = checks.filter(({ outcome }) => outcome === "deviates");
  const count = `${checks.length - failed.length}/${checks.length}`;
  return [
    `  ${failed.length === 0 ? "ok" : "✗ "} ${title} (${count})`,
    ...failed.map(({ name, problem = "" }) => `       ✗ ${name}: ${problem.split("\n").join("; ")}`),
    ...deviating.map(({ name, reason }) => `       ~ ${name}: deviates, ${reason}`),
  ];
}
