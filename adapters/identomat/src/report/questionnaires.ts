import type { Questionnaire, QuestionnaireAnswer } from "@kyc-gateway/adapter-spec/v1";
import { asRecord, normaliseText, readMember, readRecords } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";

type Scalar = string | number | boolean;

const longestAnswer = 10_000;
const fileMembers = ["id", "fileId", "name", "fileName"];

/** Text that PostgreSQL and every parser of JSON can hold; blank answers stay. */
function cleanText(text: string): string {
  return normaliseText(text, longestAnswer) ?? "";
}

/** A scalar, or what names a file; absent for everything else: that stays in the raw body. */
function readItem(value: unknown): Scalar | undefined {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "number" || typeof value === "boolean") return value;
  const file = asRecord(value);
  return fileMembers.map((key) => normaliseText(readMember(file, key))).find((name) => name !== undefined);
}

/** An answer; null where none was given and where it is of another kind. The question is there in any case. */
function readAnswer(value: unknown): QuestionnaireAnswer {
  if (!Array.isArray(value)) return readItem(value) ?? null;
  return value.map(readItem).filter((item) => item !== undefined);
}

function readQuestion(question: UnknownRecord): Questionnaire["answers"] {
  const key = normaliseText(readMember(question, "key"));
  return key === undefined ? [] : [{ key, answer: readAnswer(readMember(question, "answer") ?? null) }];
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
