import { describe, expect, it } from "vitest";
import { createSettings } from "../testing/connection.ts";
import { readFixture } from "../testing/fixtures.ts";
import { approved, report } from "../testing/reports.ts";
import { toReport } from "./report.ts";

const settings = createSettings();

function readAnswer(answer: unknown): unknown {
  const questionnaires = [{ key: "about-you", questions: [{ key: "question", answer }] }];
  return report({ ...approved, questionnaires }).questionnaires?.[0]?.answers[0]?.answer;
}

describe("evidence", () => {
  it.each(["LIVENESS_FAILED", "spoof", "not_live"])(
    "of a liveness that failed (%s) has its video",
    (fault) => {
      const body = { result: "rejected", face_images: 1, live: false, errors: [fault] };
      expect(report(body).evidence).toContainEqual({ id: "face-video", kind: "face_video" });
    },
  );

  it("has the selfie with the document and the passive video where the session was started with their steps", () => {
    const body = { ...approved, live: false };
    const media = toReport(body, settings, ["face-video", "face-document"]).evidence?.map(({ id }) => id);
    expect(media).toEqual(expect.arrayContaining(["face-video", "face-document"]));
    expect(toReport(body, settings).evidence?.map(({ id }) => id)).not.toContain("face-document");
    const untouched = readFixture("result-untouched");
    expect(toReport(untouched, settings, ["face-video", "face-document"]).evidence).toBeUndefined();
  });
});

describe("answers of questionnaires", () => {
  it.each([
    [{ id: "f1", name: "payslip.pdf" }, "f1"],
    [
      [{ fileName: "payslip.pdf" }, { fileName: "lease.pdf" }],
      ["payslip.pdf", "lease.pdf"],
    ],
    [{ size: 3 }, null],
    [[{ size: 3 }], []],
  ])("that are files, %j, keep their question", (answer, expected) => {
    expect(readAnswer(answer)).toEqual(expected);
  });

  it.each([
    ["a\0b", "ab"],
    ["a\uD800b", "a\uFFFDb"],
    [
      ["\uDC00", "x\0"],
      ["\uFFFD", "x"],
    ],
    ["", ""],
  ])("hold no NUL and no half character: %j", (answer, expected) => {
    expect(readAnswer(answer)).toEqual(expected);
  });
});

describe("scores of screening", () => {
  it.each([
    [
      ["87", "100"],
      [0.87, 1],
    ],
    [
      [0.87, 0.5],
      [0.87, 0.5],
    ],
    [
      ["0.87", 1],
      [0.87, 1],
    ],
    [
      [87, "1"],
      [0.87, 0.01],
    ],
    [
      ["high", 50],
      [undefined, 0.5],
    ],
  ])("are read from %j", (scores, expected) => {
    const screeningMatches = scores.map((score) => ({ score }));
    expect(report({ ...approved, screeningMatches }).screeningMatches?.map(({ score }) => score)).toEqual(
      expected,
    );
  });
});
