import { defineOpenVocabulary } from "@kyc-gateway/adapter-kit";
import type { Reason, ReasonCode, ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import { MANUAL_DECISION } from "./decide-status.ts";
import type { Identification } from "./identification.ts";
import type { IdentityVerification } from "./identity-verification.ts";

/**
 * `statusReason` is an open set: the documentation prints four of its words, the rest is what their names say. None of
 * them changes a status.
 */
const statusReasons = defineOpenVocabulary<ReasonCode>(
  {
    [MANUAL_DECISION]: "operator_decision",
    ManuallyUnidentified: "operator_decision",
    ManuallyRejected: "operator_decision",
    PoorPhotoQuality: "document_unreadable",
    PoorDocumentPhotoQuality: "document_unreadable",
    UnreadableDocument: "document_unreadable",
    MissingDocumentPhoto: "document_missing",
    MissingDocument: "document_missing",
    ExpiredDocument: "document_expired",
    DocumentExpired: "document_expired",
    UnsupportedDocument: "document_unsupported",
    DocumentNotSupported: "document_unsupported",
    FakeDocument: "document_suspicious",
    SuspiciousDocument: "document_suspicious",
    SuspectedFraud: "document_suspicious",
    DocumentTampered: "document_suspicious",
    FaceMismatch: "face_mismatch",
    FacesDoNotMatch: "face_mismatch",
    LivenessFailed: "liveness_failed",
    LivenessCheckFailed: "liveness_failed",
    DataMismatch: "data_mismatch",
    RegistrationDataMismatch: "data_mismatch",
    Underage: "underage",
    DuplicateIdentification: "duplicate_applicant",
    Blacklisted: "blocklisted",
    CountryNotAllowed: "country_not_allowed",
  },
  "unspecified",
);

const PROGRESS_REASONS: Readonly<Partial<Record<IdentityVerification["progress"], Reason>>> = {
  Aborted: { code: "applicant_aborted", raw: "Aborted" },
  Expired: { code: "session_lapsed", raw: "Expired" },
};

/** Why the session stands where it stands. How it ended is a reason only where no verdict overrules it. */
export function listReasons(
  status: ReportedStatus,
  verification: IdentityVerification,
  identification: Identification | undefined,
): readonly Reason[] {
  const reasons: Reason[] = [];
  if (verification.isConsented === false) reasons.push({ code: "terms_declined", raw: "isConsented:false" });
  const ending = PROGRESS_REASONS[verification.progress];
  if (status === "EXPIRED" && ending !== undefined) reasons.push(ending);
  if (identification?.statusReason !== undefined) {
    reasons.push(statusReasons.translate(identification.statusReason));
  }
  return reasons;
}
