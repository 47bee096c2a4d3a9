import type { CheckKind } from "./check-kind.ts";

/**
 * Why a session stands where it stands. A closed set: an adapter maps the provider's open vocabulary onto it and
 * keeps the provider's own word beside it in `raw`. `unspecified` is for a word that has no counterpart here; it
 * never changes a status. `provider_failed`: the provider could not finish the verification and says that this is its own
 * fault. `erased_at_provider`: the session's data are no longer at the provider, by its own retention or its customer's act.
 */
export type ReasonCode =
  | "terms_declined"
  | "applicant_aborted"
  | "session_lapsed"
  | "required_check_missing"
  | "face_mismatch"
  | "face_missing"
  | "liveness_failed"
  | "document_expired"
  | "document_missing"
  | "document_unreadable"
  | "document_unsupported"
  | "document_suspicious"
  | "photo_unusable"
  | "fraud_suspected"
  | "data_mismatch"
  | "underage"
  | "duplicate_applicant"
  | "screening_match"
  | "blocklisted"
  | "country_not_allowed"
  | "address_unverified"
  | "operator_decision"
  | "contradictory_decision"
  | "provider_failed"
  | "erased_at_provider"
  | "unspecified";

/** One reason. `raw` is the provider's own code, never its prose: prose may hold personal data. */
export interface Reason {
  readonly code: ReasonCode;
  readonly raw?: string;
  /** The check that is missing, where the code is `required_check_missing`: the gateway's own, no adapter gives it. */
  readonly check?: CheckKind;
}
