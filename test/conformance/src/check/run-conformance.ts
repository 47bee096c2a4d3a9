import { groups } from "../groups/groups.ts";
import { prepareSubject } from "../subject/subject.ts";
import type { PreparedSubject, Subject } from "../subject/subject.ts";
import type { CheckGroup, GroupId } from "./check.ts";
import type { CheckResult, ConformanceResult, GroupResult } from "./result.ts";
import { runCheck } from "./run-check.ts";
import { findUnknownDeviations } from "./unknown-deviations.ts";

/** Runs the suite, or some of its groups, without a test runner. Throws only when the samples cannot be read. */
export async function runConformance(
  subject: Subject,
  only?: readonly GroupId[],
): Promise<ConformanceResult> {
  const prepared = prepareSubject(subject);
  const chosen = groups.filter(({ id }) => only === undefined || only.includes(id));
  const results: GroupResult[] = [];
  for (const group of chosen) results.push(await runGroup(group, prepared));
  const deviations = prepared.samples.deviations ?? [];
  const hasFailed = results.some(({ checks }) => checks.some(({ outcome }) => outcome === "failed"));
  const hasUnknown = only === undefined && findUnknownDeviations(prepared).length > 0;
  return {
    manifest: prepared.adapter.manifest,
    groups: results,
    deviations,
    isConforming: !hasFailed && !hasUnknown,
  };
}

async function runGroup(group: CheckGroup, subject: PreparedSubject): Promise<GroupResult> {
  const { id, title, advice } = group;
  const list = group.list(subject);
  if ("notApplicable" in list) return { id, title, advice, checks: [], notApplicable: list.notApplicable };
  const checks: CheckResult[] = [];
  for (const check of list.checks) {
    checks.push(await runCheck(group, check, subject.samples.deviations ?? []));
  }
  return { id, title, advice, checks };
}
