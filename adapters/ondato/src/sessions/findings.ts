import {
  asCode,
  normaliseText,
  parseBoolean,
  readMember,
  readRecord,
  readRecords,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord, WordMeaning } from "@kyc-gateway/adapter-kit";
import type { Check, CheckOutcome, ReasonCode, UnmappedWord } from "@kyc-gateway/adapter-spec/v1";
import { entryStatusWords, fraudCheckWords, ocrFieldWords, REGISTRY, ruleWords } from "./checks.table.ts";

/** What one entry of an identification says. */
export interface Finding {
  readonly check: Check;
  /** Why somebody is refused who fails the check; absent unless it failed. */
  readonly reason?: ReasonCode;
  readonly unmapped?: UnmappedWord;
}

interface Section {
  readonly name: string;
  /** What the names of its entries mean. */
  readonly names: { find(word: string): WordMeaning | undefined };
}

const SECTIONS: readonly Section[] = [
  { name: "rules", names: ruleWords },
  { name: "fraudChecks", names: fraudCheckWords },
  { name: "registries", names: { find: () => REGISTRY } },
  // What is scored, on which scale and which way is not documented.
  { name: "scores", names: { find: () => undefined } },
];

const OCR_SECTION: Section = { name: "ocrValidations", names: ocrFieldWords };

/** What the sections of an identification say, in the order of the sections. */
export function listFindings(identification: UnknownRecord): readonly Finding[] {
  return [
    ...SECTIONS.flatMap((section) => readSection(identification, section)),
    ...readOcrValidations(identification),
  ];
}

function readSection(identification: UnknownRecord, section: Section): readonly Finding[] {
  return readRecords(identification, section.name).map((entry) => judge(section, entry, readStatus(entry)));
}

/** How an entry came out: the word for it, and the outcome that the word means. */
interface EntryStatus {
  readonly word: string | undefined;
  readonly outcome: CheckOutcome | undefined;
}

function judge(section: Section, entry: UnknownRecord, status: EntryStatus): Finding {
  const name = readName(entry);
  const { check: kind, reason } = (name === undefined ? undefined : section.names.find(name)) ?? {};
  const raw = (name === undefined ? undefined : asCode(name)) ?? section.name;
  const { outcome } = status;
  if (kind !== undefined && outcome !== undefined) {
    const check = { kind, outcome, raw };
    return outcome === "failed" && reason !== undefined ? { check, reason } : { check };
  }
  const unmapped =
    kind === undefined
      ? createUnmappedWord(`${section.name}[].name`, name)
      : createUnmappedWord(`${section.name}[].status`, status.word);
  // Not a check of its kind that is informational: that one would count as done.
  const check: Check = { kind: "other", outcome: "informational", raw };
  return unmapped === undefined ? { check } : { check, unmapped };
}

/** A word that no table has, for the host to count; without the word where it may be prose. */
export function createUnmappedWord(member: string, text: string | undefined): UnmappedWord | undefined {
  if (text === undefined) return undefined;
  const word = asCode(text);
  return word === undefined ? { member } : { member, word };
}

function readName(entry: UnknownRecord): string | undefined {
  const names = ["name", "key", "type", "code"].map((key) => normaliseText(readMember(entry, key)));
  return names.find((name) => name !== undefined);
}

function readStatus(entry: UnknownRecord): EntryStatus {
  const word = normaliseText(readMember(entry, "status"));
  return { word, outcome: word === undefined ? undefined : entryStatusWords.find(word)?.outcome };
}

/** One check for all the fields that were read well, and one for each of the others. */
function readOcrValidations(identification: UnknownRecord): readonly Finding[] {
  const entries = [
    ...readRecords(readRecord(identification, "document"), OCR_SECTION.name),
    ...readRecords(identification, OCR_SECTION.name),
  ];
  const findings = entries.map((entry) => nameSection(judge(OCR_SECTION, entry, readValidity(entry))));
  const isPassed = ({ check }: Finding) => check.outcome === "passed";
  const others = findings.filter((finding) => !isPassed(finding));
  const isAllRead = findings.some(isPassed) && !others.some(({ check }) => check.outcome === "failed");
  const whole: Finding = { check: { kind: "document", outcome: "passed", raw: OCR_SECTION.name } };
  return isAllRead ? [whole, ...others] : others;
}

function readValidity(entry: UnknownRecord): EntryStatus {
  const isValid = parseBoolean(readMember(entry, "isValid"));
  if (isValid === undefined) return readStatus(entry);
  return { word: String(isValid), outcome: isValid ? "passed" : "failed" };
}

/** The name of a field alone would look like the name of a check. */
function nameSection(finding: Finding): Finding {
  const { raw = OCR_SECTION.name } = finding.check;
  if (raw === OCR_SECTION.name) return finding;
  return { ...finding, check: { ...finding.check, raw: `${OCR_SECTION.name}:${raw}` } };
}
