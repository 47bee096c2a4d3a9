import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files of a ring share what a worker has loaded: rings follow each other, the one of the small files last. */
const rings = ["integration", "browser", "acceptance", "architecture", "unit"];

/** What takes long: begun last, one of them would go on alone after all others. */
const longest = [
  // A minute of waiting and hardly any work: beside them others have the processor.
  "integration/shutdown",
  "integration/database-password",
  "integration/overload",
  "integration/low-traffic",
  "integration/examples",
  "integration/read-only-root",
  "integration/ledger",
  "integration/third-adapter",
  "integration/reconciliation",
  "integration/events-delivery",
  "integration/resilience",
  "integration/refused-start",
  "integration/database-faults",
  "embedded-postgres.integration",
  "integration/listener",
  "integration/crash",
  "integration/job-queue",
  "integration/growth",
  "integration/backup",
  "integration/command-modules",
  "console/console-sessions",
  "console/console-access",
  "console/console-network",
  "acceptance/demo/demo",
  "prometheus/prometheus",
  "histories/histories",
  "check/run-conformance",
  "http/outgoing-sockets",
  "ondato/src/conformance",
  "identomat/src/conformance",
];

/** Ring by ring, in each of them what takes long first, and then as vitest has it. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankRing(one) - rankRing(other) || rank(one) - rank(other));
  }
}

function rankRing({ project }: TestSpecification): number {
  return rings.indexOf(project.name);
}

function rank({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.includes(name));
  return place === -1 ? longest.length : place;
}
