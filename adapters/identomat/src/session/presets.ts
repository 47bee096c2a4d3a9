import type { QuestionnaireAnswer, StartRequest, ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "../flow/flow.schema.ts";
import { listStepsOf } from "../flow/list-steps.ts";
import type { Question } from "../flow/question.schema.ts";
import type { Step } from "../flow/step.schema.ts";

type Presets = NonNullable<StartRequest["presets"]>;

/** What each type of question takes as a preset answer (KYC guide, "User questionnaire"); the other types take none. */
const forms: Partial<Record<Question["type"], (answer: QuestionnaireAnswer) => boolean>> = {
  string: isText,
  options: isText,
  "multiple-choice": isTexts,
  attachment: isTexts,
};

function isText(answer: unknown): boolean {
  return typeof answer === "string";
}

function isTexts(answer: unknown): boolean {
  return Array.isArray(answer) && answer.every(isText);
}

/** The step with the answers that a request presets in it. */
export function presetAnswers<S extends Step>(step: S, presets: Presets | undefined): S {
  const answers = presets?.[step.key];
  if (answers === undefined || !("questions" in step)) return step;
  const questions = (step.questions as readonly Question[]).map((question) =>
    answers[question.key] === undefined ? question : { ...question, answer: answers[question.key] },
  );
  return { ...step, questions };
}

/** Presets that no question of the flow takes. */
export function* checkPresets({ flow, presets = {} }: StartRequest<Flow>): Generator<ValidationIssue> {
  const steps = [...listStepsOf(flow, "user-questionnaire"), ...listStepsOf(flow, "operator-questionnaire")];
  for (const [key, answers] of Object.entries(presets)) {
    const step = steps.find(({ part }) => part.key === key)?.part;
    if (step === undefined)
      yield {
        pointer: `/presets/${escape(key)}`,
        code: "not_in_flow",
        message: "names no questionnaire among the flow's steps; answers can be preset in those alone",
      };
    else yield* checkAnswers(key, answers, step.questions);
  }
}

function* checkAnswers(
  step: string,
  answers: Presets[string],
  questions: readonly Question[],
): Generator<ValidationIssue> {
  for (const [key, answer] of Object.entries(answers)) {
    const pointer = `/presets/${escape(step)}/${escape(key)}`;
    const question = questions.find((candidate) => candidate.key === key);
    const isFitting = question === undefined ? undefined : forms[question.type]?.(answer);
    if (question === undefined)
      yield { pointer, code: "not_in_flow", message: "names no question of this questionnaire" };
    else if (isFitting !== true)
      yield {
        pointer,
        code: "answer_invalid",
        message: `a question of the type ${question.type} takes no such preset: text for string and options, a list of keys for multiple-choice and attachment`,
      };
  }
}

/** RFC 6901. */
function escape(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
