import type { Check, CheckKind, CheckOutcome, ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import {
  asCode,
  normaliseText,
  parseIdentifier,
  parseScore,
  readArray,
  readMember,
  readRecord,
  sanitiseWord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Settings } from "../settings/settings.schema.ts";
import type { Fault } from "./faults.ts";
import { isProofOfAddress, listGeneralDocuments } from "./general-documents.ts";
import { hasDocument, hasFace, readLive } from "./media.ts";
import { readComment } from "./reasons.ts";
import { fieldTable } from "./words.table.ts";

/** What checks are read from. */
export interface Evaluation {
  readonly body: UnknownRecord;
  readonly status: ReportedStatus;
  readonly faults: readonly Fault[];
  readonly settings: Pick<Settings, "similarityThreshold">;
}

/** The fault of a check; of several the one that failed it. */
function findFault({ faults }: Evaluation, kind: CheckKind): Check | undefined {
  const checks = faults.flatMap(({ meaning, raw }) =>
    meaning?.check === kind && meaning.outcome !== undefined
      ? [{ kind, outcome: meaning.outcome, ...(raw === undefined ? {} : { raw }) }]
      : [],
  );
  return checks.find(({ outcome }) => outcome === "failed") ?? checks[0];
}

/** `person.status`; absent where it says nothing. */
function readFieldStatus(body: UnknownRecord): Check | undefined {
  const word = normaliseText(readMember(readRecord(body, "person"), "status"));
  if (word === undefined) return undefined;
  const outcome = fieldTable.find(word)?.outcome;
  const raw = outcome === undefined ? asCode(word) : sanitiseWord(word);
  return { kind: "document", outcome: outcome ?? "informational", ...(raw === undefined ? {} : { raw }) };
}

function checkDocument(evaluation: Evaluation): Check {
  const { body, status } = evaluation;
  const fields = readFieldStatus(body);
  const fault = findFault(evaluation, "document");
  // Fields that match in an approved session are newer than a fault of an earlier attempt.
  if (fault !== undefined && !(status === "APPROVED" && fields?.outcome === "passed")) return fault;
  if (!hasDocument(body)) return { kind: "document", outcome: "not_run" };
  return fields ?? { kind: "document", outcome: "informational" };
}

/**
 * An approval says nothing of the score, and the threshold is the account's own: without one in the settings a score is
 * `informational`, and only a fault is `failed`.
 */
function checkFaceMatch(evaluation: Evaluation): Check {
  const { body, settings } = evaluation;
  const score = parseScore(readMember(body, "similarity"));
  const fault = findFault(evaluation, "face_match");
  // Where nothing was compared, similarity is 0.
  const hasRun = fault !== undefined || (score ?? 0) > 0 || (hasDocument(body) && hasFace(body));
  if (!hasRun) return { kind: "face_match", outcome: "not_run" };
  const judged = judgeScore(score, settings.similarityThreshold);
  const isOverruled = evaluation.status === "APPROVED" && judged === "passed";
  const outcome = fault === undefined || isOverruled ? judged : fault.outcome;
  return { kind: "face_match", outcome, ...(score === undefined ? {} : { score }) };
}

function judgeScore(score: number | undefined, threshold: number | undefined): CheckOutcome {
  if (score === undefined || threshold === undefined) return "informational";
  return score >= threshold ? "passed" : "failed";
}

/** `live: false` beside a face is no failure: it also stands in approved sessions whose flow asked for no liveness. */
function checkLiveness(evaluation: Evaluation): Check {
  const { body, status } = evaluation;
  const live = readLive(body);
  const fault = findFault(evaluation, "liveness");
  if (fault !== undefined && !(live === true && status === "APPROVED"))
    return { kind: "liveness", outcome: fault.outcome };
  if (live === true) return { kind: "liveness", outcome: "passed" };
  if (live !== false || !hasFace(body)) return { kind: "liveness", outcome: "not_run" };
  return { kind: "liveness", outcome: "informational", raw: "live:false" };
}

function checkAddress(evaluation: Evaluation): Check {
  const { body, status, faults } = evaluation;
  const fault = findFault(evaluation, "address");
  if (fault !== undefined) return { kind: "address", outcome: fault.outcome };
  if (!listGeneralDocuments(body).some(isProofOfAddress)) return { kind: "address", outcome: "not_run" };
  const isClean = !faults.some(({ member }) => member === "generalDocuments.statuses");
  return { kind: "address", outcome: status === "APPROVED" && isClean ? "passed" : "informational" };
}

/** A number or address of mail may have been asked for without being verified; the result does not tell. */
function listCollected({ body, faults }: Evaluation): readonly Check[] {
  const person = readRecord(body, "person");
  const has = (key: string): boolean => parseIdentifier(readMember(person, key)).value !== undefined;
  const screening = faults.find(({ meaning }) => meaning?.check === "screening");
  const present: Readonly<Partial<Record<CheckKind, boolean>>> = {
    phone: has("phone") || has("phoneNumber"),
    email: has("email"),
    geolocation: readArray(body, "geolocation").length > 0 || readRecord(body, "geolocation") !== undefined,
    questionnaire: readArray(body, "questionnaires").length > 0,
    screening: screening !== undefined || Array.isArray(readMember(body, "screeningMatches")),
    registry: readRecord(body, "trustedDatabaseRecord") !== undefined,
  };
  return Object.entries(present)
    .filter(([, isPresent]) => isPresent)
    .map(([kind]) => ({
      kind: kind as CheckKind,
      outcome: kind === "screening" && screening !== undefined ? "failed" : "informational",
    }));
}

function listHumanReview({ body, status }: Evaluation): readonly Check[] {
  if (readComment(body) === undefined) return [];
  const outcomes: Readonly<Partial<Record<ReportedStatus, CheckOutcome>>> = {
    APPROVED: "passed",
    REJECTED: "failed",
  };
  return [{ kind: "human_review", outcome: outcomes[status] ?? "informational" }];
}

/** Faults that belong to no check of ours: kept, and deciding nothing. */
function listOthers({ faults }: Evaluation): readonly Check[] {
  return faults.flatMap(({ meaning, raw }) =>
    raw !== undefined && (meaning === undefined || meaning.check === "other")
      ? [{ kind: "other" as const, outcome: meaning?.outcome ?? "informational", raw }]
      : [],
  );
}

/** The checks of a session. While it runs, one that has not run yet is left out: it may still. */
export function readChecks(evaluation: Evaluation): readonly Check[] {
  const { status } = evaluation;
  const core = [checkDocument, checkFaceMatch, checkLiveness, checkAddress].map((check) => check(evaluation));
  const isOpen = status === "SESSION_CREATED" || status === "IN_PROGRESS";
  return [
    ...core.filter(({ outcome }) => !isOpen || outcome !== "not_run"),
    ...listCollected(evaluation),
    ...listHumanReview(evaluation),
    ...listOthers(evaluation),
  ];
}
