import type { EvidenceItem } from "@kyc-gateway/adapter-spec/v1";
import { asRecord, readMember, readRecords, readString } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";

/** A file that an applicant gave as an answer: the parameters of get-question-file. */
export interface QuestionFile {
  readonly stepKey: string;
  readonly questionKey: string;
  readonly fileIndex: number;
}

const prefix = "question-file.";
const idForm = /^question-file\.([\w-]+)\.([\w-]+)\.(\d{1,2})$/;
const longestId = 200;
const fileMembers = ["fileId", "fileName", "mimeType", "size"];

/** Keys are of the tenant's or the account's making: they are written so that an id is safe in any URL. */
function writeId({ stepKey, questionKey, fileIndex }: QuestionFile): string {
  const [step, question] = [stepKey, questionKey].map((key) =>
    Buffer.from(key, "utf8").toString("base64url"),
  );
  return `${prefix}${step}.${question}.${fileIndex}`;
}

/** The file in the id of a piece of evidence; absent when it is none. */
export function readQuestionFile(itemId: string): QuestionFile | undefined {
  const [, step, question, index] = idForm.exec(itemId) ?? [];
  if (step === undefined || question === undefined) return undefined;
  const [stepKey = "", questionKey = ""] = [step, question].map((part) =>
    Buffer.from(part, "base64url").toString("utf8"),
  );
  return { stepKey, questionKey, fileIndex: Number(index) };
}

// How a file stands in an answer is not documented: an object with a member that only files have.
function isFile(value: unknown): boolean {
  const record = asRecord(value);
  return record !== undefined && fileMembers.some((name) => readMember(record, name) !== undefined);
}

function countFiles(question: UnknownRecord): number {
  const answer = readMember(question, "answer");
  const given = [answer, readMember(question, "files")].map((value) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(isFile),
  );
  return Math.max(...given.map(({ length }) => length));
}

function listFilesOf(stepKey: string, question: UnknownRecord): readonly EvidenceItem[] {
  const questionKey = readString(question, "key");
  if (questionKey === undefined) return [];
  const ids = Array.from({ length: countFiles(question) }, (_, fileIndex) =>
    writeId({ stepKey, questionKey, fileIndex }),
  );
  return ids.filter((id) => id.length <= longestId).map((id) => ({ id, kind: "questionnaire_file" }));
}

/** The files that the answers of a result tell of. */
export function listQuestionFiles(body: UnknownRecord): readonly EvidenceItem[] {
  return readRecords(body, "questionnaires").flatMap((questionnaire) => {
    const stepKey = readString(questionnaire, "key");
    if (stepKey === undefined) return [];
    return readRecords(questionnaire, "questions").flatMap((question) => listFilesOf(stepKey, question));
  });
}
