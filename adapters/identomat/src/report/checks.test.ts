import { describe, expect, it } from "vitest";
import { approved, findCheck } from "../testing/reports.ts";

describe("the likeness of the faces", () => {
  it.each([
    ["0.9027", 0.9027],
    [90.27, 0.9027],
    ["90.27", 0.9027],
    ["90.27%", 0.9027],
    [0.05, 0.05],
    [0, 0],
    [1, 1],
  ])("of an approved session, %j, ran and decides nothing", (similarity, score) => {
    const check = findCheck({ ...approved, similarity }, "face_match");
    expect(check).toEqual({ kind: "face_match", outcome: "informational", score });
  });

  it.each([null, undefined, "", "high", {}, true])(
    "of an approved session, %j, ran without a score",
    (similarity) => {
      expect(findCheck({ ...approved, similarity }, "face_match")).toEqual({
        kind: "face_match",
        outcome: "informational",
      });
    },
  );

  it.each([
    [0.9, "passed"],
    ["90", "passed"],
    [0.8, "passed"],
    [0.79, "failed"],
    [0, "failed"],
    [null, "informational"],
  ])("is judged by the account's own threshold: %j has %s", (similarity, outcome) => {
    expect(findCheck({ ...approved, similarity }, "face_match", { similarityThreshold: 0.8 })?.outcome).toBe(
      outcome,
    );
  });

  it("is not run where nothing was compared", () => {
    for (const similarity of [0, "0", null])
      expect(findCheck({ result: "approved", similarity }, "face_match")?.outcome).toBe("not_run");
  });
});

describe("values as text", () => {
  it.each([
    [{ live: "true" }, "passed"],
    [{ live: "TRUE" }, "passed"],
    [{ live: 1 }, "passed"],
    [{ live: "false", face_images: "3" }, "informational"],
    [{ live: "false", face_images: "0" }, "not_run"],
  ])("are read: liveness of %j", (members, outcome) => {
    expect(findCheck({ result: "approved", ...members }, "liveness")?.outcome).toBe(outcome);
  });
});
