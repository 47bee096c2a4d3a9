import { defineWords } from "@kyc-gateway/adapter-kit";
import type { WordMeaning } from "@kyc-gateway/adapter-kit";

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

export const ruleWords = defineWords<RuleWord>({
  member: "rules[].name",
  source: "Ondato docs, KYC identification; bodies of webhooks",
  words: {
    DocumentHasBothSides: { check: "capture", reason: "document_missing" },
    DocumentHasFace: { check: "capture", reason: "document_unreadable" },
    DocumentNotExpired: { check: "document", reason: "document_expired" },
    DocumentTypeNotProhibited: { check: "document", reason: "document_unsupported" },
    // An address of the network, compared with a list: it says nothing of where the applicant lives or is.
    IpAddressNotProhibited: { check: "fraud", reason: "blocklisted" },
    NotUnder18: { check: "age", reason: "underage" },
    SelfieAndDocumentFacesMatch: { check: "face_match", reason: "face_mismatch" },
    SelfieHasFace: { check: "capture", reason: "face_missing" },
    SuccessfulPassiveLivenessCheck: { check: "liveness", reason: "liveness_failed" },
  },
});

/** The checks for fraud (bodies of webhooks, `fraudChecks`). The set is open. */
type FraudCheckWord = "DocumentManipulation";

export const fraudCheckWords = defineWords<FraudCheckWord>({
  member: "fraudChecks[].name",
  source: "bodies of webhooks",
  words: {
    DocumentManipulation: { check: "document_authenticity", reason: "document_suspicious" },
  },
});

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

const readField = { check: "document", reason: "document_unreadable" } as const;

export const ocrFieldWords = defineWords<OcrFieldWord>({
  member: "document.ocrValidations[].key",
  source: "bodies of webhooks",
  words: {
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
  },
});

/** A register is named by its country's name for it: the section says what was asked, not the name. */
export const REGISTRY: WordMeaning = { check: "registry", reason: "data_mismatch" };

/** How an entry came out (Ondato docs, KYC identification, `rules[].status`). */
type EntryStatusWord = "Success" | "Fail" | "Unavailable";

export const entryStatusWords = defineWords<EntryStatusWord>({
  member: "rules[].status",
  source: "and of the other sections: Ondato docs, KYC identification",
  words: {
    Success: { outcome: "passed" },
    Fail: { outcome: "failed" },
    Unavailable: { outcome: "unavailable" },
  },
});
