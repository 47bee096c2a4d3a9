import { describe, expect, it } from "vitest";
import { brokenSubjects } from "../testing/broken-subjects.ts";
import { createSampleSubject } from "../testing/sample-subject.ts";
import { sampleSimulator } from "../testing/sample-simulator.ts";
import { formatResult } from "./format-result.ts";
import { runConformance } from "./run-conformance.ts";

describe("a good adapter", () => {
  it("conforms, against its samples and over HTTP", async () => {
    const result = await runConformance(createSampleSubject({ simulator: sampleSimulator }));
    expect(formatResult(result)).not.toContain("✗");
    expect(result.isConforming).toBe(true);
    expect(result.groups.every(({ checks }) => checks.length > 0)).toBe(true);
  }, 180_000);
});

describe("an adapter that", () => {
  it.each(brokenSubjects)(
    "$fault fails $group and nothing else",
    async ({ group, hint = "", subject }) => {
      const { groups, isConforming } = await runConformance(subject);
      const failed = groups.filter(({ checks }) => checks.some(({ outcome }) => outcome === "failed"));
      expect(failed.map(({ id }) => id)).toEqual([group]);
      const problems = failed.flatMap(({ checks }) =>
        checks.map((check) => (check.outcome === "failed" ? check.problem : "")),
      );
      expect(problems.join("\n")).toContain(hint);
      expect(isConforming).toBe(false);
    },
    180_000,
  );
});
