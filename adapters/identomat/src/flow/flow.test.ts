import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { completeFlow } from "../testing/flows.ts";
import { readFixtures } from "../testing/fixtures.ts";
import { checkFlow } from "./check-flow.ts";
import { Flow } from "./flow.schema.ts";

const ajv = new Ajv({ strict: true, strictTypes: true, allErrors: true, allowUnionTypes: true });
const validate = ajv.compile(JSON.parse(JSON.stringify(Flow)) as object);

/** Where the schema finds fault. */
function findFaults(flow: unknown): readonly string[] {
  validate(flow);
  const faults = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if");
  return [...new Set(faults.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`))];
}

/** The complete flow with one member set, by path; undefined takes it away. */
function change(path: string, value: unknown): Flow {
  const flow = structuredClone(completeFlow);
  const names = path.split("/").slice(1);
  const last = names.pop() ?? "";
  const parent = names.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], flow);
  if (value === undefined) delete (parent as Record<string, unknown>)[last];
  else (parent as Record<string, unknown>)[last] = value;
  return flow;
}

const questions = "/steps/9/questions";

describe("the schema of flows", () => {
  it("accepts every flag, step and question of the guides", () => {
    expect(findFaults(completeFlow)).toEqual([]);
  });

  it("accepts an empty flow: the account's default session", () => {
    expect(findFaults({})).toEqual([]);
  });

  it("accepts the requests of the API reference", () => {
    for (const printed of readFixtures("begin-requests")) {
      const { company_key: _, config_id: __, parent_session_id: ___, ...flow } = printed;
      expect(findFaults(flow)).toEqual([]);
    }
  });

  it.each([
    ["/unknown", 1, " additionalProperties"],
    ["/flags/skip_everything", true, "/flags additionalProperties"],
    ["/flags/liveness", "true", "/flags/liveness type"],
    ["/flags/language", "Georgian", "/flags/language pattern"],
    ["/flags/return_url", "javascript:alert(1)", "/flags/return_url pattern"],
    ["/flags/document_types", ["id", "id"], "/flags/document_types uniqueItems"],
    ["/flags/document_countries", ["US"], "/flags/document_countries/0 pattern"],
    ["/steps/0/type", "client-questionnaire", "/steps/0/type enum"],
    ["/steps/0/key", undefined, "/steps/0 required"],
    ["/steps/0/flags", {}, "/steps/0 additionalProperties"],
    ["/steps/1/flags/liveness", true, "/steps/1/flags additionalProperties"],
    ["/steps/2/flags/maxLivenessAttempts", 3, "/steps/2/flags additionalProperties"],
    ["/steps/5/steps/0/type", "language", "/steps/5/steps/0/type enum"],
    ["/steps/5/steps/0/type", "operator-questionnaire", "/steps/5/steps/0/type enum"],
    ["/steps/5/steps/0/type", "video-call", "/steps/5/steps/0/type enum"],
    ["/steps/9/title", "About you", "/steps/9/title type"],
    ["/steps/9/title", {}, "/steps/9/title minProperties"],
    ["/steps/9/title", { English: "About you" }, "/steps/9/title additionalProperties"],
    ["/steps/9/questions", [], "/steps/9/questions minItems"],
    [`${questions}/0/type`, "date", `${questions}/0/type enum`],
    [`${questions}/0/options`, [], `${questions}/0 additionalProperties`],
    [`${questions}/0/multiple`, true, `${questions}/0 additionalProperties`],
    [`${questions}/3/options`, undefined, `${questions}/3 required`],
    [`${questions}/3/options`, [], `${questions}/3/options minItems`],
    [`${questions}/3/answer`, ["public"], `${questions}/3/answer type`],
    [`${questions}/4/answer`, "wage", `${questions}/4/answer type`],
    [`${questions}/4/multiple`, true, `${questions}/4 additionalProperties`],
    [`${questions}/5/answer`, "tbilisi", `${questions}/5 additionalProperties`],
    [`${questions}/6/answer`, ["file-1"], `${questions}/6 additionalProperties`],
    [`${questions}/6/filesMaxCount`, 0, `${questions}/6/filesMaxCount minimum`],
    [`${questions}/6/filesMaxCount`, 11, `${questions}/6/filesMaxCount maximum`],
    [`${questions}/6/fileTypes/0`, "docx", `${questions}/6/fileTypes/0 const`],
    [`${questions}/7/options`, [], `${questions}/7 additionalProperties`],
    ["/steps/10/successButtonTitle", { en: "Save" }, "/steps/10 additionalProperties"],
    ["/steps/10/questions/0/type", "attachment", "/steps/10/questions/0/type enum"],
    ["/steps/10/questions/0/type", "boolean", "/steps/10/questions/0/type enum"],
  ])("refuses %s as %j, saying where", (path, value, fault) => {
    expect(findFaults(change(path, value))).toContain(fault);
  });
});

describe("checkFlow", () => {
  it("finds no issue in a complete flow", () => {
    expect(checkFlow(completeFlow)).toEqual([]);
    expect(checkFlow({})).toEqual([]);
  });

  it.each([
    ["/steps/1/key", "liveness", "/steps/2/key key_repeated"],
    ["/steps/5/steps/0/key", "liveness", "/steps/5/steps/0/key key_repeated"],
    [`${questions}/1/key`, "name", `${questions}/1/key key_repeated`],
    [`${questions}/4/options/1/key`, "wage", `${questions}/4/options/1/key key_repeated`],
    [`${questions}/5/options/0/key`, "wage", `${questions}/5/options/0/key key_repeated`],
    [`${questions}/3/answer`, "wage", `${questions}/3/answer option_unknown`],
    [`${questions}/4/answer`, ["wage", "public"], `${questions}/4/answer/1 option_unknown`],
    [`${questions}/7/filesMaxCount`, 1, `${questions}/7/answer too_many_files`],
    [`${questions}/0/answer`, undefined, `${questions}/0/readOnly question_unanswerable`],
    [
      `${questions}/3/showConditions/questionKey`,
      "incomes",
      `${questions}/3/showConditions/questionKey question_unknown`,
    ],
    [
      `${questions}/3/showConditions/questionKey`,
      "sector",
      `${questions}/3/showConditions/questionKey question_unknown`,
    ],
    [
      "/steps/10/questions/1/showConditions/questionKey",
      "name",
      "/steps/10/questions/1/showConditions/questionKey question_unknown",
    ],
    [`${questions}/3/showConditions/answer`, "yes", `${questions}/3/showConditions/answer answer_impossible`],
    [
      `${questions}/4/showConditions/answer`,
      "wage",
      `${questions}/4/showConditions/answer answer_impossible`,
    ],
    [`${questions}/4/showConditions/answer`, true, `${questions}/4/showConditions/answer answer_impossible`],
    [
      `${questions}/7/showConditions`,
      { questionKey: "payslip", answer: "x" },
      `${questions}/7/showConditions/answer answer_impossible`,
    ],
    ["/steps/5/multiple_participans", false, "/steps/5/multiple_participans flags_contradict"],
  ])("with %s as %j finds %s", (path, value, issue) => {
    expect(checkFlow(change(path, value)).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([issue]);
  });

  it("points at a list of general documents that has no effect", () => {
    const flags = { general_document_types: ["utility_bill"] };
    expect(checkFlow({ flags })).toMatchObject([{ pointer: "/flags/general_document_types" }]);
    expect(checkFlow({ flags: { ...flags, allow_general_document_upload: true } })).toEqual([]);
  });

  it("lets two questionnaires use the same keys", () => {
    const flow = change("/steps/10/questions/0/key", "name");
    expect(checkFlow({ ...flow, steps: (flow.steps ?? []).slice(0, 10) })).toEqual([]);
  });

  it("reports every issue at once", () => {
    const flow = change(`${questions}/3/answer`, "x");
    expect(checkFlow({ ...flow, flags: { general_document_types: [] } })).toHaveLength(2);
  });
});
