import type { Questionnaire, QuestionnaireAnswer } from "@kyc-gateway/adapter-spec/v1";
import { normaliseText, readMember, readRecords } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** An answer; absent when it is of another kind (the files of a question): those stay in the raw body. */
function readAnswer(value: unknown): QuestionnaireAnswer | undefined {
  if (value === null || isScalar(value)) return value;
  return Array.isArray(value) && value.every(isScalar) ? value : undefined;
}

function readQuestion(question: UnknownRecord): Questionnaire["answers"] {
  const key = normaliseText(readMember(question, "key"));
  const answer = readAnswer(readMember(question, "answer") ?? null);
  return key === undefined || answer === undefined ? [] : [{ key, answer }];
}

function readQuestionnaire(questionnaire: UnknownRecord): readonly Questionnaire[] {
  const key = normaliseText(readMember(questionnaire, "key"));
  return key === undefined
    ? []
    : [{ key, answers: readRecords(questionnaire, "questions").flatMap(readQuestion) }];
}

/** The questionnaires of a result; absent when there is none. */
export function readQuestionnaires(body: UnknownRecord): readonly Questionnaire[] | undefined {
  const questionnaires = readRecords(body, "questionnaires").flatMap(readQuestionnaire);
  return questionnaires.length === 0 ? undefined : questionnaires;
}
