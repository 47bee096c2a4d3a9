import { describe, expect, it } from "vitest";
import { createStartRequest } from "../testing/connection.ts";
import { buildBeginBody } from "./begin-body.ts";
import { checkStart } from "./check-start.ts";

const title = { en: "Title" };
const flow = {
  steps: [
    {
      type: "user-questionnaire",
      key: "work",
      title,
      questions: [
        { type: "string", key: "employer", title },
        { type: "options", key: "sector", title, options: [{ key: "it", title }] },
        { type: "multiple-choice", key: "sources", title, options: [{ key: "salary", title }] },
        { type: "file", key: "payslip", title },
      ],
    },
  ],
} as const;

const presets = { work: { employer: "Satesto & Co", sector: "it", sources: ["salary"] } };

describe("preset answers", () => {
  it("stand in the flow's questions as they are sent", () => {
    const body = buildBeginBody(createStartRequest({ flow, presets } as never));
    expect(body["steps"]).toMatchObject([
      {
        questions: [
          { key: "employer", answer: "Satesto & Co" },
          { key: "sector", answer: "it" },
          { key: "sources", answer: ["salary"] },
          { key: "payslip" },
        ],
      },
    ]);
    expect(checkStart(createStartRequest({ flow, presets } as never))).toEqual([]);
  });

  it.each([
    [{ home: {} }, "/presets/home", "not_in_flow"],
    [{ work: { boss: "x" } }, "/presets/work/boss", "not_in_flow"],
    [{ work: { employer: 7 } }, "/presets/work/employer", "answer_invalid"],
    [{ work: { sources: "salary" } }, "/presets/work/sources", "answer_invalid"],
    [{ work: { payslip: "x" } }, "/presets/work/payslip", "answer_invalid"],
    [{ "a/b": {} }, "/presets/a~1b", "not_in_flow"],
  ])("%j are refused at their place", (wrong, pointer, code) => {
    expect(checkStart(createStartRequest({ flow, presets: wrong } as never))).toMatchObject([
      { pointer, code },
    ]);
  });

  it("change nothing of the flow", () => {
    const before = structuredClone(flow);
    buildBeginBody(createStartRequest({ flow, presets } as never));
    expect(flow).toEqual(before);
  });
});

describe("the group of operators", () => {
  it("of the request comes before the flow's", () => {
    const request = createStartRequest({ flow: { groupId: "flow-group" }, operatorGroup: "own" });
    expect(buildBeginBody(request)["groupId"]).toBe("own");
    expect(buildBeginBody(createStartRequest({ flow: { groupId: "flow-group" } }))["groupId"]).toBe(
      "flow-group",
    );
  });
});
