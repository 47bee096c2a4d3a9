import { describe, expect, it } from "vitest";
import { brokenSubjects } from "../testing/broken-subjects.ts";
import { createSampleSubject } from "../testing/sample-subject.ts";
import { formatResult } from "./format-result.ts";
import { runConformance } from "./run-conformance.ts";

const reason = "the provider prints it so";

function deviate(check: string, fault?: string) {
  const broken = brokenSubjects.find((candidate) => candidate.fault === fault)?.subject;
  const adapter = broken === undefined ? {} : { adapter: broken.adapter };
  return createSampleSubject({ ...adapter, samples: { deviations: [{ check, reason }] } });
}

describe("a deviation", () => {
  it("lets a failing check pass, and is told of with its reason", async () => {
    const subject = deviate(
      "manifest: has policies that can be kept",
      "has a policy in seconds instead of milliseconds",
    );
    const result = await runConformance(subject, ["manifest"]);
    expect(result.isConforming).toBe(true);
    expect(result.groups[0]?.checks.find(({ outcome }) => outcome === "deviates")).toMatchObject({ reason });
    expect(formatResult(result)).toContain(reason);
  });

  it("fails once the check passes", async () => {
    const result = await runConformance(deviate("manifest: is data alone"), ["manifest"]);
    expect(result.isConforming).toBe(false);
    expect(formatResult(result)).toContain("remove the deviation");
  });

  it("that names no check is no excuse", async () => {
    const { isConforming } = await runConformance(deviate("manifest: is misspelt"));
    expect(isConforming).toBe(false);
  }, 180_000);

  it("excuses nothing but the check that it names", async () => {
    const subject = deviate("manifest: is data alone", "has a policy in seconds instead of milliseconds");
    const { groups } = await runConformance(subject, ["manifest"]);
    const failed = groups[0]?.checks.filter(({ outcome }) => outcome === "failed").map(({ name }) => name);
    expect(failed).toEqual(["has policies that can be kept", "is data alone"]);
  });
});

describe("the output", () => {
  it("says group by group what is missing, and what to do next", async () => {
    const subject = createSampleSubject({ samples: { reports: [], vocabularies: [] } });
    const text = formatResult(await runConformance(subject, ["manifest", "reports", "vocabulary"]));
    expect(text).toContain("acme 1.2.3 does not conform yet");
    expect(text).toContain("ok manifest (8/8)");
    expect(text).toContain(
      "✗ has samples of an approval, a rejection and an open session: no sample report expects APPROVED",
    );
    expect(text).toContain("Next: reports. Write sessions.read");
  });
});
