import type { Reason, ReasonCode, ReportedStatus } from "@kyc-gateway/adapter-spec/v1";

/** Which codes can explain an approval. The others explain why somebody was not approved, or nothing. */
const explainsApproval = {
  terms_declined: false,
  applicant_aborted: false,
  session_lapsed: false,
  required_check_missing: false,
  face_mismatch: false,
  face_missing: false,
  liveness_failed: false,
  document_expired: false,
  document_missing: false,
  document_unreadable: false,
  document_unsupported: false,
  document_suspicious: false,
  photo_unusable: false,
  fraud_suspected: false,
  data_mismatch: false,
  underage: false,
  duplicate_applicant: false,
  screening_match: false,
  blocklisted: false,
  country_not_allowed: false,
  address_unverified: false,
  operator_decision: true,
  contradictory_decision: false,
  provider_failed: false,
  erased_at_provider: false,
  unspecified: false,
} as const satisfies Record<ReasonCode, boolean>;

/** The reasons that belong to a status: an approval does not carry those of the refusal before it. */
export function selectReasons(status: ReportedStatus, reasons: readonly Reason[]): readonly Reason[] {
  return status === "APPROVED" ? reasons.filter(({ code }) => explainsApproval[code]) : reasons;
}

/** Order and repetition do not matter. */
export function hasSameReasons(left: readonly Reason[], right: readonly Reason[]): boolean {
  return includesReasons(left, right) && includesReasons(right, left);
}

/** Whether every one of `some` is among `all`. */
export function includesReasons(all: readonly Reason[], some: readonly Reason[]): boolean {
  const keys = new Set(all.map(nameReason));
  return some.every((reason) => keys.has(nameReason(reason)));
}

function nameReason({ code, check, raw }: Reason): string {
  return [code, check ?? "", raw ?? ""].join("\u0000");
}
