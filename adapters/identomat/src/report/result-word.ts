import type { ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import { defineVocabulary } from "@kyc-gateway/adapter-kit";

/** `result` of a session (Developer guide in capitals, API reference in lower case). */
type ResultWord = "approved" | "rejected" | "manual_check" | "disagreed_with_terms" | "in_progress";

/** `in_progress` is what a session begins with, too: whether the applicant was seen is told by the rest of the body. */
export const resultWords = defineVocabulary<ResultWord, ReportedStatus>("result", {
  approved: "APPROVED",
  rejected: "REJECTED",
  manual_check: "PENDING_REVIEW",
  disagreed_with_terms: "REJECTED",
  in_progress: "IN_PROGRESS",
});
