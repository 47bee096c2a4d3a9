import type { CheckKind, CheckOutcome, ReasonCode } from "@kyc-gateway/adapter-spec/v1";

/** What an entry of Ondato's looked at, and why somebody is refused who fails it. */
export interface CheckMeaning {
  readonly kind: CheckKind;
  readonly reason: ReasonCode;
}

/** The rules of a KYC setup (Ondato docs, KYC identification, `rules`; bodies of webhooks). The set is open. */
type RuleWord =
  | "DocumentHasBothSides"
  | "DocumentHasFace"
  | "DocumentNotExpired"
  | "DocumentTypeNotProhibited"
  | "IpAddressNotProhibited"
  | "NotUnder18"
  | "SelfieAndDocumentFacesMatch"
  | "SelfieHasFace"
  | "SuccessfulPassiveLivenessCheck";

export const RULE_WORDS = {
  DocumentHasBothSides: { kind: "capture", reason: "document_missing" },
  DocumentHasFace: { kind: "capture", reason: "document_unreadable" },
  DocumentNotExpired: { kind: "document", reason: "document_expired" },
  DocumentTypeNotProhibited: { kind: "document", reason: "document_unsupported" },
  // An address of the network, compared with a list: it says nothing of where the applicant lives or is.
  IpAddressNotProhibited: { kind: "fraud", reason: "blocklisted" },
  NotUnder18: { kind: "age", reason: "underage" },
  SelfieAndDocumentFacesMatch: { kind: "face_match", reason: "face_mismatch" },
  SelfieHasFace: { kind: "capture", reason: "face_missing" },
  SuccessfulPassiveLivenessCheck: { kind: "liveness", reason: "liveness_failed" },
} as const satisfies Record<RuleWord, CheckMeaning>;

/** The checks for fraud (bodies of webhooks, `fraudChecks`). The set is open. */
type FraudCheckWord = "DocumentManipulation";

export const FRAUD_CHECK_WORDS = {
  DocumentManipulation: { kind: "document_authenticity", reason: "document_suspicious" },
} as const satisfies Record<FraudCheckWord, CheckMeaning>;

/** The fields of a document whose reading is validated (bodies of webhooks, `document.ocrValidations`). The set is open. */
type OcrFieldWord =
  | "Address"
  | "Category"
  | "DateOfBirth"
  | "DateOfExpiration"
  | "DateOfIssue"
  | "DocumentNumber"
  | "FirstName"
  | "Gender"
  | "LastName"
  | "Nationality"
  | "PersonalCode";

const readField = { kind: "document", reason: "document_unreadable" } as const;

export const OCR_FIELD_WORDS = {
  Address: readField,
  Category: readField,
  DateOfBirth: readField,
  DateOfExpiration: readField,
  DateOfIssue: readField,
  DocumentNumber: readField,
  FirstName: readField,
  Gender: readField,
  LastName: readField,
  Nationality: readField,
  PersonalCode: readField,
} as const satisfies Record<OcrFieldWord, CheckMeaning>;

/** A register is named by its country's name for it: the section says what was asked, not the name. */
export const REGISTRY: CheckMeaning = { kind: "registry", reason: "data_mismatch" };

/** How an entry came out (Ondato docs, KYC identification, `rules[].status`). */
type EntryStatusWord = "Success" | "Fail" | "Unavailable";

export const ENTRY_STATUS_WORDS = {
  Success: "passed",
  Fail: "failed",
  Unavailable: "unavailable",
} as const satisfies Record<EntryStatusWord, CheckOutcome>;
