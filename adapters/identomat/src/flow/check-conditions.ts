import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "./flow.schema.ts";
import { listQuestionnaires } from "./list-steps.ts";
import type { Located } from "./list-steps.ts";
import type { Question } from "./question.schema.ts";

type Answer = NonNullable<Question["showConditions"]>["answer"];

/** Why a question can never be answered so; absent when it can. An exhaustive table: a new type must say. */
const refuseAnswer: {
  readonly [T in Question["type"]]: (
    question: Extract<Question, { type: T }>,
    answer: Answer,
  ) => string | undefined;
} = {
  string: (_, answer) => (typeof answer === "string" ? undefined : "is answered with text"),
  boolean: (_, answer) => (typeof answer === "boolean" ? undefined : "is answered with true or false"),
  options: refuseOption,
  "multiple-choice": refuseOption,
  dropdown: refuseOption,
  file: () => "is answered with files, which no condition can name",
  attachment: () => "is answered with files, which no condition can name",
};

function refuseOption(
  question: { readonly options: readonly { readonly key: string }[] },
  answer: Answer,
): string | undefined {
  const isOption = question.options.some((option) => option.key === answer);
  return isOption ? undefined : `has no option "${String(answer)}"`;
}

function findRefusal(question: Question, answer: Answer): string | undefined {
  // The table pairs each type with its own question; TypeScript cannot follow the pairing through a lookup.
  const refuse = refuseAnswer[question.type] as (question: Question, answer: Answer) => string | undefined;
  return refuse(question, answer);
}

function checkCondition(
  { part, pointer }: Located<Question>,
  earlier: readonly Located<Question>[],
): ValidationIssue | undefined {
  if (part.showConditions === undefined) return undefined;
  const { questionKey, answer } = part.showConditions;
  const controlling = earlier.find((candidate) => candidate.part.key === questionKey);
  if (controlling === undefined) {
    return {
      pointer: `${pointer}/showConditions/questionKey`,
      code: "question_unknown",
      message: `"${part.key}" waits for "${questionKey}", which is no earlier question of this questionnaire`,
    };
  }
  const refusal = findRefusal(controlling.part, answer);
  if (refusal === undefined) return undefined;
  const message = `"${part.key}" waits for an answer that cannot come: "${questionKey}" ${refusal}`;
  return { pointer: `${pointer}/showConditions/answer`, code: "answer_impossible", message };
}

/** Conditions that can never be met: a question is shown by the answer to an earlier one (KYC guide, "showConditions"). */
export function checkConditions(flow: Flow): readonly ValidationIssue[] {
  return listQuestionnaires(flow)
    .flatMap((questions) =>
      questions.map((question, index) => checkCondition(question, questions.slice(0, index))),
    )
    .filter((issue) => issue !== undefined);
}
