import type {
  Check,
  CheckKind,
  CheckOutcome,
  ReasonCode,
  ReportedStatus,
} from "@kyc-gateway/adapter-spec/v1";
import {
  defineOpenVocabulary,
  normaliseText,
  readArray,
  readMember,
  readNumber,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { hasDocument, hasFace, readGeneralDocuments } from "./media.ts";
import { readComment, readFaults } from "./reasons.ts";

interface Evaluation {
  readonly body: UnknownRecord;
  readonly status: ReportedStatus;
  readonly faults: ReadonlySet<ReasonCode>;
}

/** `person.status` compares the fields of a document's sides with each other. */
const fieldWords = defineOpenVocabulary<CheckOutcome>(
  { fields_match: "passed", fields_mismatch: "failed" },
  "informational",
);

function checkDocument({ body }: Evaluation): Check {
  const fields = normaliseText(readMember(readRecord(body, "person"), "status"));
  if (!hasDocument(body)) return { kind: "document", outcome: "not_run" };
  if (fields === undefined) return { kind: "document", outcome: "informational" };
  const { code, raw } = fieldWords.translate(fields);
  return { kind: "document", outcome: code, raw };
}

/** The threshold is the account's own and unknown: only a fault or an approval says on which side a score lies. */
function checkFaceMatch({ body, status, faults }: Evaluation): Check {
  const score = readNumber(body, "similarity");
  const hasScore = score !== undefined && score >= 0 && score <= 1;
  // Where nothing was compared, similarity is 0.
  const hasRun =
    faults.has("face_mismatch") || (hasScore && (score > 0 || (hasDocument(body) && hasFace(body))));
  if (!hasRun) return { kind: "face_match", outcome: "not_run" };
  const verdict = status === "APPROVED" ? "passed" : "informational";
  const outcome: CheckOutcome = faults.has("face_mismatch") ? "failed" : verdict;
  return { kind: "face_match", outcome, ...(hasScore ? { score } : {}) };
}

/** `live: false` beside a face is no failure: it also stands in approved sessions whose flow asked for no liveness. */
function checkLiveness({ body, faults }: Evaluation): Check {
  const live = readMember(body, "live");
  if (faults.has("liveness_failed")) return { kind: "liveness", outcome: "failed" };
  if (live === true) return { kind: "liveness", outcome: "passed" };
  if (live !== false || !hasFace(body)) return { kind: "liveness", outcome: "not_run" };
  return { kind: "liveness", outcome: "informational", raw: "live:false" };
}

function checkAddress({ body, status, faults }: Evaluation): Check {
  if (readGeneralDocuments(body).length === 0) return { kind: "address", outcome: "not_run" };
  if (faults.has("address_unverified")) return { kind: "address", outcome: "failed" };
  return { kind: "address", outcome: status === "APPROVED" ? "passed" : "informational" };
}

/** A number or address of mail may have been asked for without being verified; the result does not tell. */
function listCollected(body: UnknownRecord): readonly CheckKind[] {
  const person = readRecord(body, "person");
  const hasText = (key: string): boolean => normaliseText(readMember(person, key)) !== undefined;
  const present: Readonly<Partial<Record<CheckKind, boolean>>> = {
    phone: hasText("phone") || hasText("phoneNumber"),
    email: hasText("email"),
    geolocation: readArray(body, "geolocation").length > 0 || readRecord(body, "geolocation") !== undefined,
    questionnaire: readArray(body, "questionnaires").length > 0,
    screening: Array.isArray(readMember(body, "screeningMatches")),
    registry: readRecord(body, "trustedDatabaseRecord") !== undefined,
  };
  return Object.entries(present)
    .filter(([, isPresent]) => isPresent)
    .map(([kind]) => kind as CheckKind);
}

function listHumanReview({ body, status }: Evaluation): readonly Check[] {
  if (readComment(body) === undefined) return [];
  const outcomes: Readonly<Partial<Record<ReportedStatus, CheckOutcome>>> = {
    APPROVED: "passed",
    REJECTED: "failed",
  };
  return [{ kind: "human_review", outcome: outcomes[status] ?? "informational" }];
}

/** The checks of a session. While it runs, one that has not run yet is left out: it may still. */
export function readChecks(body: UnknownRecord, status: ReportedStatus): readonly Check[] {
  const faults = new Set(readFaults(body).map((reason) => reason.code));
  const evaluation = { body, status, faults };
  const core = [checkDocument, checkFaceMatch, checkLiveness, checkAddress].map((check) => check(evaluation));
  const isOpen = status === "SESSION_CREATED" || status === "IN_PROGRESS";
  return [
    ...core.filter(({ outcome }) => !isOpen || outcome !== "not_run"),
    ...listCollected(body).map((kind) => ({ kind, outcome: "informational" as const })),
    ...listHumanReview(evaluation),
  ];
}
