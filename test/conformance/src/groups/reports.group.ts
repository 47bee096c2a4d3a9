import { isDeepStrictEqual } from "node:util";
import type { Report } from "@kyc-gateway/adapter-spec/v1";
import type { CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { refuseUnknownRoutes } from "../stage/unknown-routes.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { SampleReport } from "../subject/samples.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { findShapeProblems } from "./report-shape.ts";

export const reportsGroup: CheckGroup = {
  id: "reports",
  title: "reports",
  advice:
    "Write sessions.read: translate the provider's answer, member by member, into a report. A fact that is not there is an absent member.",
  list: (subject) => {
    const { reports } = subject.samples;
    return {
      checks: [
        {
          name: "has samples of an approval, a rejection and an open session",
          run: () => checkCoverage(reports),
        },
        ...reports.map((sample) => ({
          name: `reports ${sample.name} as expected`,
          run: () => checkReport(subject, sample),
        })),
        ...reports.map((sample) => ({
          name: `reports ${sample.name} in the words of spec v1`,
          run: () => checkShape(subject, sample),
        })),
        { name: "reports the same session the same way again", run: () => checkRepeat(subject) },
      ],
    };
  },
};

async function read(subject: PreparedSubject, { answers }: SampleReport): Promise<Report> {
  const stage = createStage(subject.samples, { answers });
  const { sessions } = connectTo(subject, stage);
  try {
    return await sessions.read(subject.samples.start.expected.reference, createCall());
  } finally {
    refuseUnknownRoutes(stage);
  }
}

function checkCoverage(reports: readonly SampleReport[]): void {
  const statuses = reports.map(({ expected }) => expected.status);
  const isOpen = statuses.some((status) => status !== "APPROVED" && status !== "REJECTED");
  refuseAll([
    ...(statuses.includes("APPROVED") ? [] : ["no sample report expects APPROVED"]),
    ...(statuses.includes("REJECTED") ? [] : ["no sample report expects REJECTED"]),
    ...(isOpen ? [] : ["no sample report expects an undecided session"]),
  ]);
}

async function checkReport(subject: PreparedSubject, sample: SampleReport): Promise<void> {
  const report: Readonly<Record<string, unknown>> = { ...(await read(subject, sample)) };
  const expected: Readonly<Record<string, unknown>> = { ...sample.expected };
  const names = [...new Set([...Object.keys(report), ...Object.keys(expected)])];
  const differing = names
    .filter((name) => name !== "raw" || "raw" in expected)
    .filter((name) => !isDeepStrictEqual(toPlain(report[name]), toPlain(expected[name])));
  refuseAll(
    differing.map(
      (name) => `${name}: expected ${JSON.stringify(expected[name])}, got ${JSON.stringify(report[name])}`,
    ),
  );
}

/** Without prototypes and without undefined members, as the gateway stores it. */
function toPlain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

async function checkShape(subject: PreparedSubject, sample: SampleReport): Promise<void> {
  refuseAll([...findShapeProblems(await read(subject, sample), subject.adapter.manifest)]);
}

async function checkRepeat(subject: PreparedSubject): Promise<void> {
  const [sample] = subject.samples.reports;
  if (sample === undefined) return;
  const stage = createStage(subject.samples, { answers: sample.answers });
  const { sessions } = connectTo(subject, stage);
  const { reference } = subject.samples.start.expected;
  const [first, second] = [
    await sessions.read(reference, createCall()),
    await sessions.read(reference, createCall()),
  ];
  if (!isDeepStrictEqual(first, second)) refuse("a second read differs although the provider answered alike");
}
