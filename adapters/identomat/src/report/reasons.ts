import type { Reason, ReasonCode, ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import {
  defineOpenVocabulary,
  normaliseText,
  normaliseWord,
  readArray,
  readMember,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";

/** The first two were seen; the others say in the provider's manner what our code says. The set is open. */
const reasonWords = defineOpenVocabulary<ReasonCode>(
  {
    low_similarity: "face_mismatch",
    face_mismatch: "face_mismatch",
    fields_mismatch: "data_mismatch",
    document_expired: "document_expired",
    liveness_failed: "liveness_failed",
    blacklisted: "blocklisted",
  },
  "unspecified",
);

/** `reject_reason.value` and its upper-case twins in `errors`, each once. */
function listWords(body: UnknownRecord): readonly string[] {
  const rejectReason = readMember(readRecord(body, "reject_reason"), "value");
  const words = [rejectReason, ...readArray(body, "errors")]
    .map((word) => normaliseText(word))
    .filter((word) => word !== undefined);
  const spellings = words.map(normaliseWord);
  return words.filter((_, index) => spellings.indexOf(spellings[index] ?? "") === index);
}

/** What the provider found fault with, whatever became of it. */
export function readFaults(body: UnknownRecord): readonly Reason[] {
  return listWords(body).map((word) => reasonWords.translate(word));
}

/** An operator's comment; there is one only where an operator decided (Developer guide, `result_comment`). */
export function readComment(body: UnknownRecord): string | undefined {
  return normaliseText(readMember(body, "result_comment"), 10_000);
}

/** Why the session stands where it stands. An approval has no faults for reasons, though it may have had some. */
export function readReasons(body: UnknownRecord, status: ReportedStatus): readonly Reason[] {
  const result = normaliseWord(String(readMember(body, "result")));
  const hasDeclined = result === "disagreed_with_terms";
  const isOperators = readComment(body) !== undefined;
  return [
    ...(hasDeclined ? [{ code: "terms_declined", raw: result } as const] : []),
    ...(status === "APPROVED" ? [] : readFaults(body)),
    ...(isOperators ? [{ code: "operator_decision" } as const] : []),
  ];
}
