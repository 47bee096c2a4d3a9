import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes long, most of it by waiting: begun last, one of them would go on alone after all others. */
const longest = [
  "integration/low-traffic",
  "integration/read-only-root",
  "acceptance/demo/demo.test",
  "integration/ledger",
  "integration/refused-start",
  "check/run-conformance",
  "integration/database-faults",
  "embedded-postgres.integration",
  "integration/listener",
  "integration/crash",
  "integration/job-queue",
  "integration/growth",
  "integration/examples",
  "integration/shutdown",
  "integration/database-password",
  "integration/overload",
];

/** The files that take long, and then as vitest has it. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.includes(name));
  return place === -1 ? longest.length : place;
}
