import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "./flow.schema.ts";
import { listQuestionnaires } from "./list-steps.ts";
import type { Located } from "./list-steps.ts";
import type { Question } from "./question.schema.ts";

const defaultFilesMaxCount = 10;

function checkOptionAnswer({ part, pointer }: Located<Question>): readonly ValidationIssue[] {
  if (part.type !== "options" && part.type !== "multiple-choice") return [];
  const known = new Set(part.options.map((option) => option.key));
  const answers = typeof part.answer === "string" ? [part.answer] : (part.answer ?? []);
  return answers
    .map((answer, index) => ({ answer, at: typeof part.answer === "string" ? "" : `/${index}` }))
    .filter(({ answer }) => !known.has(answer))
    .map(({ answer, at }) => ({
      pointer: `${pointer}/answer${at}`,
      code: "option_unknown",
      message: `the preset answer "${answer}" is no option of the question "${part.key}"`,
    }));
}

function checkAttachments({ part, pointer }: Located<Question>): readonly ValidationIssue[] {
  if (part.type !== "attachment") return [];
  const maxCount = part.filesMaxCount ?? defaultFilesMaxCount;
  const count = part.answer?.length ?? 0;
  if (count <= maxCount) return [];
  const message = `the question "${part.key}" presets ${count} files and allows ${maxCount}`;
  return [{ pointer: `${pointer}/answer`, code: "too_many_files", message }];
}

function checkAnswerable({ part, pointer }: Located<Question>): readonly ValidationIssue[] {
  const isReadOnly = "readOnly" in part && part.readOnly;
  const hasAnswer = "answer" in part && part.answer !== undefined;
  if (!isReadOnly || hasAnswer || part.mandatory !== true) return [];
  const message = `the question "${part.key}" is mandatory and read-only without an answer: nobody could go on`;
  return [{ pointer: `${pointer}/readOnly`, code: "question_unanswerable", message }];
}

const checks = [checkOptionAnswer, checkAttachments, checkAnswerable];

/** Preset answers that the provider could not show (KYC guide, "answer"). */
export function checkAnswers(flow: Flow): readonly ValidationIssue[] {
  const questions = listQuestionnaires(flow).flat();
  return checks.flatMap((check) => questions.flatMap(check));
}
