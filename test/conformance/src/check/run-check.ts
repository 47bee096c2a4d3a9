import type { Deviation } from "../subject/samples.ts";
import type { Check, CheckGroup } from "./check.ts";
import type { CheckResult } from "./result.ts";

/** How a deviation and the output name a check. */
export function nameCheck(group: CheckGroup, check: Check): string {
  return `${group.id}: ${check.name}`;
}

/** Runs one check. A deviation that has become untrue fails, so that none outlives its reason. */
export async function runCheck(
  group: CheckGroup,
  check: Check,
  deviations: readonly Deviation[],
): Promise<CheckResult> {
  const problem = await findProblem(check);
  const deviation = deviations.find((candidate) => candidate.check === nameCheck(group, check));
  const base = { group: group.id, name: check.name };
  if (deviation === undefined) {
    return problem === undefined ? { ...base, outcome: "passed" } : { ...base, outcome: "failed", problem };
  }
  if (problem !== undefined) return { ...base, outcome: "deviates", problem, reason: deviation.reason };
  return {
    ...base,
    outcome: "failed",
    problem: "passes, although the samples call it a deviation: remove the deviation",
  };
}

async function findProblem(check: Check): Promise<string | undefined> {
  try {
    await check.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "something that is no error was thrown";
  }
}
