import { describe, expect, it } from "vitest";
import { nameCheck, runCheck } from "../check/run-check.ts";
import type { CheckResult } from "../check/result.ts";
import type { Check, CheckGroup } from "../check/check.ts";
import { findUnknownDeviations } from "../check/unknown-deviations.ts";
import { groups } from "../groups/groups.ts";
import { buildMatrixRow } from "../matrix/matrix-row.ts";
import { prepareSubject } from "../subject/subject.ts";
import type { PreparedSubject, Subject } from "../subject/subject.ts";

const checkTimeoutMs = 120_000;

/** Registers the whole suite for an adapter as vitest tests, one group a `describe`. */
export function describeConformance(subject: Subject): void {
  const prepared = prepareSubject(subject);
  const results: CheckResult[] = [];
  describe(`adapter ${prepared.adapter.manifest.id}`, () => {
    for (const group of groups) describeGroup(group, prepared, results);
    describe("the run", () => {
      it("has no deviation that names no check", () => {
        expect(findUnknownDeviations(prepared)).toEqual([]);
      });
      describeMatrixRow(prepared, results);
    });
  });
}

function describeGroup(group: CheckGroup, subject: PreparedSubject, results: CheckResult[]): void {
  const list = group.list(subject);
  const registrations: readonly Registration[] =
    "checks" in list
      ? list.checks.map((check) => prepareTest({ group, check, subject, results }))
      : [{ name: `does not apply: ${list.notApplicable}`, run: () => Promise.resolve() }];
  describe(`${group.id}: ${group.title}`, () => {
    // oxlint-disable-next-line vitest/valid-title -- the checks of a group name themselves
    for (const { name, run } of registrations) it(name, { timeout: checkTimeoutMs }, run);
  });
}

interface Registration {
  readonly name: string;
  readonly run: () => Promise<void>;
}

interface Registered {
  readonly group: CheckGroup;
  readonly check: Check;
  readonly subject: PreparedSubject;
  readonly results: CheckResult[];
}

function prepareTest({ group, check, subject, results }: Registered): Registration {
  const { deviations = [] } = subject.samples;
  const reason = deviations.find((deviation) => deviation.check === nameCheck(group, check))?.reason;
  return {
    name: reason === undefined ? check.name : `${check.name} (deviates: ${reason})`,
    run: async () => {
      const result = await runCheck(group, check, deviations);
      results.push(result);
      if (result.outcome === "failed") expect.fail(`${result.problem}\n→ ${group.advice}`);
    },
  };
}

function describeMatrixRow(subject: PreparedSubject, results: readonly CheckResult[]): void {
  const file = subject.matrixRow;
  if (file === undefined) return;
  it("is the one that the capability matrix tells of", async () => {
    const total = groups
      .map((group) => group.list(subject))
      .reduce((count, list) => count + ("checks" in list ? list.checks.length : 0), 0);
    if (results.length < total) expect.fail("not every check has run: run the whole file");
    const isConforming = results.every(({ outcome }) => outcome !== "failed");
    if (!isConforming) expect.fail("only a run without failures is told of in the matrix");
    const row = buildMatrixRow(
      subject.adapter.manifest,
      subject.samples.deviations ?? [],
      subject.simulator !== undefined,
    );
    await expect(`${JSON.stringify(row, undefined, 2)}\n`).toMatchFileSnapshot(
      file.pathname,
      "the matrix has drifted: run vitest with -u, and commit the row",
    );
  });
}
