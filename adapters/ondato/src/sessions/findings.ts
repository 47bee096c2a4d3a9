import {
  normaliseText,
  parseBoolean,
  readMember,
  readRecord,
  readRecords,
  sanitiseWord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Check, ReasonCode } from "@kyc-gateway/adapter-spec/v1";
import {
  ENTRY_STATUS_WORDS,
  FRAUD_CHECK_WORDS,
  OCR_FIELD_WORDS,
  REGISTRY,
  RULE_WORDS,
} from "./checks.table.ts";
import type { CheckMeaning } from "./checks.table.ts";
import { indexWords } from "./fold-word.ts";

/** A word of Ondato's that no table has: it decides nothing. */
export interface UnmappedWord {
  /** Where it stood, such as `rules`. */
  readonly member: string;
  readonly word: string;
}

/** What one entry of an identification says. */
export interface Finding {
  readonly check: Check;
  /** Why somebody is refused who fails the check; absent unless it failed. */
  readonly reason?: ReasonCode;
  readonly unmapped?: UnmappedWord;
}

interface Section {
  readonly name: string;
  readonly find: (word: string) => CheckMeaning | undefined;
}

const findStatus = indexWords(ENTRY_STATUS_WORDS);

const SECTIONS: readonly Section[] = [
  { name: "rules", find: indexWords<CheckMeaning>(RULE_WORDS) },
  { name: "fraudChecks", find: indexWords<CheckMeaning>(FRAUD_CHECK_WORDS) },
  { name: "registries", find: () => REGISTRY },
  // What is scored, on which scale and which way is not documented.
  { name: "scores", find: () => undefined },
];

const OCR_SECTION: Section = {
  name: "ocrValidations",
  find: indexWords<CheckMeaning>(OCR_FIELD_WORDS),
};

/** What the sections of an identification say, in the order of the sections. */
export function listFindings(identification: UnknownRecord): readonly Finding[] {
  return [
    ...SECTIONS.flatMap((section) => readSection(identification, section)),
    ...readOcrValidations(identification),
  ];
}

function readSection(identification: UnknownRecord, section: Section): readonly Finding[] {
  return readRecords(identification, section.name).map((entry) =>
    judge(section, readName(entry), readStatus(entry)),
  );
}

interface ReadStatus {
  readonly word: string | undefined;
  readonly outcome: Check["outcome"] | undefined;
}

function judge(section: Section, name: string | undefined, { word, outcome }: ReadStatus): Finding {
  const meaning = name === undefined ? undefined : section.find(name);
  const raw = name ?? section.name;
  if (meaning !== undefined && outcome !== undefined) {
    const check = { kind: meaning.kind, outcome, raw };
    return outcome === "failed" ? { check, reason: meaning.reason } : { check };
  }
  // Not a check of its kind that is informational: that one would count as done.
  const check: Check = { kind: "other", outcome: "informational", raw };
  if (meaning === undefined)
    return name === undefined ? { check } : { check, unmapped: { member: section.name, word: name } };
  return word === undefined ? { check } : { check, unmapped: { member: `${section.name}.status`, word } };
}

function readName(entry: UnknownRecord): string | undefined {
  return (
    readWord(entry, "name") ?? readWord(entry, "key") ?? readWord(entry, "type") ?? readWord(entry, "code")
  );
}

function readStatus(entry: UnknownRecord): ReadStatus {
  const word = readWord(entry, "status");
  return { word, outcome: word === undefined ? undefined : findStatus(word) };
}

function readWord(entry: UnknownRecord, key: string): string | undefined {
  const word = normaliseText(readMember(entry, key));
  return word === undefined ? undefined : sanitiseWord(word);
}

/** One check for all the fields that were read well, and one for each of the others. */
function readOcrValidations(identification: UnknownRecord): readonly Finding[] {
  const entries = [
    ...readRecords(readRecord(identification, "document"), OCR_SECTION.name),
    ...readRecords(identification, OCR_SECTION.name),
  ];
  const findings = entries.map((entry) => judge(OCR_SECTION, readName(entry), readValidity(entry)));
  const isPassed = ({ check }: Finding) => check.outcome === "passed";
  const others = findings.filter((finding) => !isPassed(finding)).map(nameSection);
  const isAllRead = findings.some(isPassed) && !others.some(({ check }) => check.outcome === "failed");
  const whole: Finding = { check: { kind: "document", outcome: "passed", raw: OCR_SECTION.name } };
  return isAllRead ? [whole, ...others] : others;
}

function readValidity(entry: UnknownRecord): ReadStatus {
  const isValid = parseBoolean(readMember(entry, "isValid"));
  if (isValid === undefined) return readStatus(entry);
  return { word: String(isValid), outcome: isValid ? "passed" : "failed" };
}

/** The name of a field alone would look like the name of a check. */
function nameSection(finding: Finding): Finding {
  const { raw } = finding.check;
  return { ...finding, check: { ...finding.check, raw: sanitiseWord(`${OCR_SECTION.name}:${raw ?? ""}`) } };
}
