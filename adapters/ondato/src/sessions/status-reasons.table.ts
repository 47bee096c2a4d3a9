import type { ReasonCode } from "@kyc-gateway/adapter-spec/v1";

/**
 * Why an identification was refused or waits (Ondato docs, KYC statuses; Ondato SDK, rejection reasons). The legacy
 * product writes the same words in SNAKE_CASE.
 */
type RefusalWord =
  | "MissingDocumentPhoto"
  | "DocumentNotAccepted"
  | "DataDoesNotMatch"
  | "Sanctioned"
  | "MissingSelfiePhoto"
  | "FacesDoesNotMatch"
  | "PoorPhotoQuality"
  | "PoorPhotoLighting"
  | "BlurredPhoto"
  | "BadMediaFormat"
  | "Miscellaneous"
  | "PossibleFraudAttempt"
  | "UnrelatedPhoto"
  | "MoreThanOnePerson"
  | "ProhibitedCountryOrState"
  | "DocumentIsExpired"
  | "DocumentWithNonLatinCharacters"
  | "PartOfDocumentIsCovered"
  | "UnderagePerson"
  | "PartOfFaceIsCovered"
  | "ProhibitedNationality"
  | "DuplicatedInfo"
  | "NameMismatch"
  | "ExpirationDateMismatch"
  | "IncorrectInformationProvided"
  | "DocAndBioAgeDoesntMatch";

export const REFUSAL_WORDS = {
  MissingDocumentPhoto: "document_missing",
  DocumentNotAccepted: "document_unsupported",
  DataDoesNotMatch: "data_mismatch",
  Sanctioned: "screening_match",
  MissingSelfiePhoto: "face_missing",
  FacesDoesNotMatch: "face_mismatch",
  // These do not say whether the picture of the document or that of the face is meant.
  PoorPhotoQuality: "photo_unusable",
  PoorPhotoLighting: "photo_unusable",
  BlurredPhoto: "photo_unusable",
  BadMediaFormat: "photo_unusable",
  UnrelatedPhoto: "photo_unusable",
  MoreThanOnePerson: "photo_unusable",
  PartOfFaceIsCovered: "photo_unusable",
  // Ondato's own word for "another reason".
  Miscellaneous: "unspecified",
  PossibleFraudAttempt: "fraud_suspected",
  ProhibitedCountryOrState: "country_not_allowed",
  ProhibitedNationality: "country_not_allowed",
  DocumentIsExpired: "document_expired",
  DocumentWithNonLatinCharacters: "document_unsupported",
  PartOfDocumentIsCovered: "document_unreadable",
  UnderagePerson: "underage",
  DuplicatedInfo: "duplicate_applicant",
  NameMismatch: "data_mismatch",
  ExpirationDateMismatch: "data_mismatch",
  IncorrectInformationProvided: "data_mismatch",
  DocAndBioAgeDoesntMatch: "data_mismatch",
} as const satisfies Record<RefusalWord, ReasonCode>;
