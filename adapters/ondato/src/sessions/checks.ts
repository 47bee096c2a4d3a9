import {
  keepDefined,
  normaliseWord,
  readBoolean,
  readNumber,
  readRecord,
  readRecords,
  readString,
  sanitiseWord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Check, CheckKind, CheckOutcome } from "@kyc-gateway/adapter-spec/v1";
import type { Identification, Verdict } from "./identification.ts";

/** Outcomes as rules print them (Ondato docs: Success, Fail, Unavailable), and what sections without a documented body may say. */
const OUTCOMES: ReadonlyMap<string, CheckOutcome> = new Map<string, CheckOutcome>([
  ["success", "passed"],
  ["passed", "passed"],
  ["fail", "failed"],
  ["failed", "failed"],
  ["unavailable", "unavailable"],
  ["notperformed", "not_run"],
  ["skipped", "not_run"],
]);

/** What a rule looked at, by a word in its name: the first that fits. The set of rules is open. */
const KINDS_BY_WORD: readonly (readonly [word: RegExp, kind: CheckKind])[] = [
  [/liveness|spoof/i, "liveness"],
  [/face|selfie/i, "face_match"],
  [/mrz|authentic|tamper|security/i, "document_authenticity"],
  [/registr(?:y|ies)/i, "registry"],
  [/fraud|duplicat|black|block/i, "fraud"],
  [/sanction|(?:^|[^a-z])pep|aml/i, "screening"],
  [/phone/i, "phone"],
  [/e-?mail/i, "email"],
  [/address/i, "address"],
  [/location|(?:^|[^a-z])ip(?:[^a-z]|$)/i, "geolocation"],
];

const HUMAN_OUTCOMES = {
  approved: "passed",
  rejected: "failed",
  none: "informational",
} satisfies Record<Verdict, CheckOutcome>;

/** Every check that an identification tells of, in the order of its sections. */
export function listChecks({ raw, isCrossChecked, verdict }: Identification): readonly Check[] {
  return [
    ...readMrzCheck(readRecord(raw, "document")),
    ...readFaceCheck(readRecord(raw, "face")),
    ...SECTIONS.flatMap((section) => readSection(raw, section)),
    ...(isCrossChecked
      ? [{ kind: "human_review", outcome: HUMAN_OUTCOMES[verdict], raw: "isCrossChecked" } as const]
      : []),
  ];
}

function readMrzCheck(document: UnknownRecord | undefined): readonly Check[] {
  const isVerified = readBoolean(document, "mrzVerified");
  if (isVerified === undefined) return [];
  // A driver's licence has no machine-readable zone: `false` is no failure there.
  const hasZone = normaliseWord(readString(document, "type") ?? "") !== "driverlicense";
  const failed = hasZone ? "failed" : "not_run";
  return [{ kind: "document_authenticity", outcome: isVerified ? "passed" : failed, raw: "mrzVerified" }];
}

function readFaceCheck(face: UnknownRecord | undefined): readonly Check[] {
  if (!face) return [];
  const check: Check = {
    kind: "face_match",
    outcome: readOutcome(face),
    ...keepDefined({ score: readScore(face), raw: readName(face) }),
  };
  // A face that comes with its pictures alone says nothing of a comparison.
  return check.outcome === "informational" && check.score === undefined ? [] : [check];
}

interface Section {
  readonly name: string;
  /** What its entries look at, unless their names tell more. */
  readonly kind: CheckKind;
  readonly isNameTelling: boolean;
  /** A score of fraud grows with the danger, ours with the match. */
  readonly isScoreOfMatch: boolean;
}

const SECTIONS: readonly Section[] = [
  { name: "rules", kind: "document", isNameTelling: true, isScoreOfMatch: true },
  { name: "fraudChecks", kind: "fraud", isNameTelling: false, isScoreOfMatch: false },
  { name: "ocrValidations", kind: "document", isNameTelling: false, isScoreOfMatch: true },
  { name: "registries", kind: "registry", isNameTelling: false, isScoreOfMatch: true },
  { name: "scores", kind: "document", isNameTelling: true, isScoreOfMatch: true },
];

function readSection(identification: UnknownRecord, section: Section): readonly Check[] {
  return readRecords(identification, section.name).map((entry) => readEntry(entry, section));
}

function readEntry(entry: UnknownRecord, section: Section): Check {
  const name = readName(entry);
  return {
    kind: (section.isNameTelling ? findKind(name) : undefined) ?? section.kind,
    outcome: readOutcome(entry),
    ...keepDefined({
      score: section.isScoreOfMatch ? readScore(entry) : undefined,
      raw: name ?? section.name,
    }),
  };
}

function findKind(name: string | undefined): CheckKind | undefined {
  if (name === undefined) return undefined;
  return KINDS_BY_WORD.find(([word]) => word.test(name))?.[1];
}

function readName(entry: UnknownRecord): string | undefined {
  const name = readString(entry, "name") ?? readString(entry, "type") ?? readString(entry, "code");
  return name === undefined || name.trim() === "" ? undefined : sanitiseWord(name);
}

function readOutcome(entry: UnknownRecord): CheckOutcome {
  const word = readString(entry, "status") ?? readString(entry, "result") ?? "";
  return OUTCOMES.get(normaliseWord(word).replaceAll("_", "")) ?? "informational";
}

/** Only a score between 0 and 1 is one of ours: what another scale means is not documented. */
function readScore(entry: UnknownRecord): number | undefined {
  const score = readNumber(entry, "score") ?? readNumber(entry, "similarity") ?? readNumber(entry, "value");
  return score !== undefined && score >= 0 && score <= 1 ? score : undefined;
}
