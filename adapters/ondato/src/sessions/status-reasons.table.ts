import { defineWords } from "@kyc-gateway/adapter-kit";

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

export const refusalWords = defineWords<RefusalWord>({
  member: "statusReason",
  source: "of a refusal or a review: Ondato docs, KYC statuses; Ondato SDK, rejection reasons",
  words: {
    MissingDocumentPhoto: { reason: "document_missing" },
    DocumentNotAccepted: { reason: "document_unsupported" },
    DataDoesNotMatch: { reason: "data_mismatch" },
    Sanctioned: { reason: "screening_match" },
    MissingSelfiePhoto: { reason: "face_missing" },
    FacesDoesNotMatch: { reason: "face_mismatch" },
    // These do not say whether the picture of the document or that of the face is meant.
    PoorPhotoQuality: { reason: "photo_unusable" },
    PoorPhotoLighting: { reason: "photo_unusable" },
    BlurredPhoto: { reason: "photo_unusable" },
    BadMediaFormat: { reason: "photo_unusable" },
    UnrelatedPhoto: { reason: "photo_unusable" },
    MoreThanOnePerson: { reason: "photo_unusable" },
    PartOfFaceIsCovered: { reason: "photo_unusable" },
    // Ondato's own word for "another reason".
    Miscellaneous: { reason: "unspecified" },
    PossibleFraudAttempt: { reason: "fraud_suspected" },
    ProhibitedCountryOrState: { reason: "country_not_allowed" },
    ProhibitedNationality: { reason: "country_not_allowed" },
    DocumentIsExpired: { reason: "document_expired" },
    DocumentWithNonLatinCharacters: { reason: "document_unsupported" },
    PartOfDocumentIsCovered: { reason: "document_unreadable" },
    UnderagePerson: { reason: "underage" },
    DuplicatedInfo: { reason: "duplicate_applicant" },
    NameMismatch: { reason: "data_mismatch" },
    ExpirationDateMismatch: { reason: "data_mismatch" },
    IncorrectInformationProvided: { reason: "data_mismatch" },
    DocAndBioAgeDoesntMatch: { reason: "data_mismatch" },
  },
});

/** Who or what decided: the words beside a verdict that say it (Ondato docs, KYC statuses). */
type DecisionWord = "AutomaticallyIdentified" | "ManuallyIdentified";

export const decisionWords = defineWords<DecisionWord>({
  member: "statusReason",
  source: "of a decision: Ondato docs, KYC statuses",
  words: {
    // A machine's decision needs no reason of its own: what failed says why.
    AutomaticallyIdentified: {},
    ManuallyIdentified: { check: "human_review", reason: "operator_decision" },
  },
});
