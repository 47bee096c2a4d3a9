import { defineWords } from "@kyc-gateway/adapter-kit";
import type { WordMeaning, WordTable } from "@kyc-gateway/adapter-kit";
import type { ReportedStatus } from "@kyc-gateway/adapter-spec/v1";

const face = { check: "face_match", outcome: "failed", reason: "face_mismatch" } as const;
const liveness = { check: "liveness", outcome: "failed", reason: "liveness_failed" } as const;
const photo = { check: "other", outcome: "unavailable", reason: "photo_unusable" } as const;
const expired = { check: "document", outcome: "failed", reason: "document_expired" } as const;
const forged = { check: "document", outcome: "failed", reason: "document_suspicious" } as const;
const mismatch = { check: "document", outcome: "failed", reason: "data_mismatch" } as const;
const unreadable = { check: "document", outcome: "unavailable", reason: "document_unreadable" } as const;
const address = { check: "address", outcome: "failed", reason: "address_unverified" } as const;
const screening = { check: "screening", outcome: "failed", reason: "screening_match" } as const;

/** `result` (Developer guide in capitals, API reference in lower case). */
type ResultWord = "approved" | "rejected" | "manual_check" | "disagreed_with_terms" | "in_progress";

/** `in_progress` is what a session begins with, too: whether the applicant was seen is told by the rest of the body. */
export const resultTable = defineWords<ResultWord>({
  member: "result",
  source: "Developer guide, result",
  words: {
    approved: { status: "APPROVED" },
    rejected: { status: "REJECTED" },
    manual_check: { status: "PENDING_REVIEW" },
    disagreed_with_terms: { status: "REJECTED", reason: "terms_declined" },
    in_progress: { status: "IN_PROGRESS" },
  } satisfies Record<ResultWord, WordMeaning & { readonly status: ReportedStatus }>,
});

/** Faults that documents or running clients show. */
type SeenFaultWord = "low_similarity" | "face_mismatch" | "FACE_FAR_AWAY";

export const seenFaults = defineWords<SeenFaultWord>({
  member: "reject_reason.value, errors[], statuses[]",
  source: "API reference, result/ and compare-faces/; running clients",
  words: { low_similarity: face, face_mismatch: face, FACE_FAR_AWAY: photo },
});

/** The provider publishes no list of its faults. These are what its manner and the trade's words make likely. */
type LikelyFaultWord =
  | "faces_mismatch"
  | "face_not_found"
  | "no_face"
  | "face_photo_not_found"
  | "liveness_failed"
  | "not_live"
  | "spoof"
  | "spoofing"
  | "spoof_detected"
  | "deepfake"
  | "document_expired"
  | "expired_document"
  | "expired"
  | "fields_mismatch"
  | "data_mismatch"
  | "name_mismatch"
  | "fake_document"
  | "document_fake"
  | "forged_document"
  | "document_forged"
  | "tampered_document"
  | "document_tampered"
  | "suspicious_document"
  | "no_document"
  | "document_missing"
  | "document_not_found"
  | "unreadable_document"
  | "document_unreadable"
  | "blurry_document"
  | "document_blurry"
  | "blurry"
  | "poor_quality"
  | "bad_quality"
  | "unsupported_document"
  | "document_not_supported"
  | "wrong_document_type"
  | "document_type_not_allowed"
  | "wrong_country"
  | "country_not_allowed"
  | "underage"
  | "under_age"
  | "duplicate"
  | "duplicate_session"
  | "duplicate_person"
  | "screening_match"
  | "sanctions"
  | "sanctioned"
  | "pep"
  | "blacklist"
  | "blacklisted"
  | "blocklist"
  | "blocklisted"
  | "fraud"
  | "suspected_fraud"
  | "address_mismatch"
  | "address_not_verified";

export const likelyFaults = defineWords<LikelyFaultWord>({
  member: "reject_reason.value, errors[], statuses[]",
  source: "not documented, likely by the provider's manner",
  words: {
    faces_mismatch: face,
    face_not_found: { reason: "face_missing" },
    no_face: { reason: "face_missing" },
    face_photo_not_found: { reason: "face_missing" },
    liveness_failed: liveness,
    not_live: liveness,
    spoof: liveness,
    spoofing: liveness,
    spoof_detected: liveness,
    deepfake: liveness,
    document_expired: expired,
    expired_document: expired,
    expired,
    fields_mismatch: mismatch,
    data_mismatch: mismatch,
    name_mismatch: mismatch,
    fake_document: forged,
    document_fake: forged,
    forged_document: forged,
    document_forged: forged,
    tampered_document: forged,
    document_tampered: forged,
    suspicious_document: forged,
    no_document: { reason: "document_missing" },
    document_missing: { reason: "document_missing" },
    document_not_found: { reason: "document_missing" },
    unreadable_document: unreadable,
    document_unreadable: unreadable,
    blurry_document: unreadable,
    document_blurry: unreadable,
    blurry: photo,
    poor_quality: photo,
    bad_quality: photo,
    unsupported_document: { reason: "document_unsupported" },
    document_not_supported: { reason: "document_unsupported" },
    wrong_document_type: { reason: "document_unsupported" },
    document_type_not_allowed: { reason: "document_unsupported" },
    wrong_country: { reason: "country_not_allowed" },
    country_not_allowed: { reason: "country_not_allowed" },
    underage: { reason: "underage" },
    under_age: { reason: "underage" },
    duplicate: { reason: "duplicate_applicant" },
    duplicate_session: { reason: "duplicate_applicant" },
    duplicate_person: { reason: "duplicate_applicant" },
    screening_match: screening,
    sanctions: screening,
    sanctioned: screening,
    pep: screening,
    blacklist: { reason: "blocklisted" },
    blacklisted: { reason: "blocklisted" },
    blocklist: { reason: "blocklisted" },
    blocklisted: { reason: "blocklisted" },
    fraud: { reason: "fraud_suspected" },
    suspected_fraud: { reason: "fraud_suspected" },
    address_mismatch: address,
    address_not_verified: address,
  },
});

/** `person.status` compares the fields of a document's sides with each other. */
type FieldWord = "FIELDS_MATCH" | "FIELDS_MISMATCH";

export const fieldTable = defineWords<FieldWord>({
  member: "person.status",
  source: "API reference, result/ and passport/",
  words: {
    FIELDS_MATCH: { check: "document", outcome: "passed" },
    FIELDS_MISMATCH: { check: "document", outcome: "failed" },
  },
});

/** Types of general documents. Only a proof of address says something of an address. */
type GeneralDocumentWord =
  | "bank_statement"
  | "utility_bill"
  | "drivers_license"
  | "vehicle_registration_certificate"
  | "vehicle_registration_certificate_front"
  | "vehicle_registration_certificate_back";

export const generalDocumentTable = defineWords<GeneralDocumentWord>({
  member: "generalDocuments[].typeId",
  source: "API reference, result/general-document/",
  words: {
    bank_statement: { check: "address" },
    utility_bill: { check: "address" },
    drivers_license: {},
    vehicle_registration_certificate: {},
    vehicle_registration_certificate_front: {},
    vehicle_registration_certificate_back: {},
  },
});

/** Every table, for the README. */
export const wordTables: readonly WordTable[] = [
  resultTable,
  fieldTable,
  generalDocumentTable,
  seenFaults,
  likelyFaults,
];
