import type { ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import { defineVocabulary } from "@kyc-gateway/adapter-kit";

// TODO 6: every status word of the provider's documentation. It does not compile while one is missing in the table.
type StatusWord = "created" | "processing" | "review" | "approved" | "declined" | "expired";

export const statusWords = defineVocabulary<StatusWord, ReportedStatus>("status", {
  created: "SESSION_CREATED",
  processing: "IN_PROGRESS",
  review: "PENDING_REVIEW",
  approved: "APPROVED",
  declined: "REJECTED",
  expired: "EXPIRED",
});
