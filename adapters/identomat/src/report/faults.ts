import {
  asCode,
  asRecord,
  foldWord,
  normaliseText,
  readMember,
  readRecords,
  sanitiseWord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord, WordMeaning } from "@kyc-gateway/adapter-kit";
import { likelyFaults, seenFaults } from "./words.table.ts";

/** A word by which the provider finds fault, whatever became of it. */
export interface Fault {
  readonly member: "reject_reason" | "errors" | "generalDocuments.statuses";
  /** The provider's code; absent where the word may be prose. */
  readonly raw?: string;
  /** Absent for a word that no table has. */
  readonly meaning?: WordMeaning;
}

const wordMembers = ["value", "code", "type", "reason", "error", "name", "status"];
const proseMembers = new Set(["description", "message", "text", "details", "title", "time", "date", "id"]);

function findMeaning(word: string): WordMeaning | undefined {
  return seenFaults.find(word) ?? likelyFaults.find(word);
}

/** The words of a member that may be a text, a list of texts, an object with a code, or an object keyed by codes. */
function* listWords(value: unknown): Generator<string> {
  const text = normaliseText(value);
  if (text !== undefined) yield* splitWords(text);
  if (Array.isArray(value)) for (const item of value) yield* listWords(item);
  const record = asRecord(value);
  if (record === undefined) return;
  const member = wordMembers.find((name) => readMember(record, name) !== undefined);
  if (member !== undefined) yield* listWords(readMember(record, member));
  else yield* Object.keys(record).filter((key) => !proseMembers.has(key) && asCode(key) !== undefined);
}

/** Several codes in one text are several words; prose with a comma in it is one. */
function splitWords(text: string): readonly string[] {
  const parts = text.split(/[,;|]\s*/).filter((part) => part.trim() !== "");
  return parts.every((part) => findMeaning(part) !== undefined || asCode(part) !== undefined)
    ? parts
    : [text];
}

function readFault(member: Fault["member"], word: string): Fault {
  const meaning = findMeaning(word);
  const raw = meaning === undefined ? asCode(word) : sanitiseWord(word);
  return {
    member,
    ...(raw === undefined ? {} : { raw }),
    ...(meaning === undefined ? {} : { meaning }),
  };
}

/** What the provider found fault with, each word once: `reject_reason`, its upper-case copies in `errors`, pages' statuses. */
export function readFaults(body: UnknownRecord): readonly Fault[] {
  const pages = readRecords(body, "generalDocuments").flatMap((document) => readRecords(document, "pages"));
  const statuses = pages.map((page) => readMember(page, "statuses"));
  const words = [
    ...[...listWords(readMember(body, "reject_reason"))].map((word) => ["reject_reason", word] as const),
    ...[...listWords(readMember(body, "errors"))].map((word) => ["errors", word] as const),
    ...[...listWords(statuses)].map((word) => ["generalDocuments.statuses", word] as const),
  ];
  const spellings = words.map(([, word]) => foldWord(word));
  return words
    .filter((_, index) => spellings.indexOf(spellings[index] ?? "") === index)
    .map(([member, word]) => readFault(member, word));
}
