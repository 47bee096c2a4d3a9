import type {
  CheckKind,
  CheckOutcome,
  ClaimNoticeCode,
  DocumentType,
  EvidenceKind,
  ReasonCode,
  SessionStatus as Status,
  Sex,
} from "@kyc-gateway/adapter-spec/v1";
import { Type, type TUnsafe } from "@sinclair/typebox";

/** A string enum from an exhaustive table: a word that the plugin interface gains and the table lacks fails to compile. */
function defineWords<Word extends string>(
  table: Readonly<Record<Word, string>>,
): {
  readonly words: readonly Word[];
  schema(options: { $id?: string; description: string }): TUnsafe<Word>;
} {
  const words = Object.keys(table) as Word[];
  const glossary = words.map((word) => `- \`${word}\`: ${table[word]}`).join("\n");
  return {
    words,
    schema: ({ description, ...options }) =>
      Type.Unsafe<Word>({
        type: "string",
        enum: words,
        ...options,
        description: `${description}\n\n${glossary}`,
      }),
  };
}

const statuses = defineWords<Status>({
  NOT_STARTED: "no session at a provider is confirmed yet",
  SESSION_CREATED: "the provider has a session, the applicant has not been seen",
  IN_PROGRESS: "the applicant is at it",
  PENDING_REVIEW: "the applicant is done, a person or a machine at the provider still decides",
  APPROVED: "verified",
  REJECTED: "not verified; see `reasons`",
  EXPIRED: "lapsed without a decision",
});

/** The seven statuses, in the order of progress (Kvary integration, internal normalised statuses). */
export const sessionStatuses: readonly Status[] = statuses.words;
/** Where a verification stands. */
export const SessionStatus = statuses.schema({ description: "Where the verification stands." });

/** Who a status comes from. */
export const StatusOriginSchema = defineWords<"provider" | "operator" | "gateway">({
  provider: "the provider reported it",
  operator: "an operator of yours decided, by name and with a reason; see the audit log",
  gateway:
    "the gateway itself: the time was up (`EXPIRED`, an assumption that later news replace), or a check that the flow requires is missing (`PENDING_REVIEW`)",
}).schema({ $id: "StatusOrigin", description: "Who the status comes from." });

const reasonCodes = defineWords<ReasonCode>({
  terms_declined: "the applicant did not agree to the terms or to the processing",
  applicant_aborted: "the applicant left",
  session_lapsed: "the time was up",
  required_check_missing: "the provider approved without `check`, which the flow requires",
  face_mismatch: "the face is not the document's",
  face_missing: "no picture of the applicant's face was given",
  liveness_failed: "no living person was seen",
  document_expired: "the document's date has passed",
  document_missing: "a document or a page of it was not given",
  document_unreadable: "the pictures were too poor",
  document_unsupported: "this kind of document is not accepted",
  document_suspicious: "the document looks altered or forged",
  photo_unusable: "a picture was too poor or showed something else; the provider does not say which picture",
  fraud_suspected: "the provider suspects fraud and does not say that it is the document",
  data_mismatch: "data disagree with each other or with a registry",
  underage: "the applicant is too young",
  duplicate_applicant: "this person was verified under another id",
  screening_match: "found in a sanctions, PEP or watch list",
  blocklisted: "found in the organisation's own block list",
  country_not_allowed: "the country is not accepted",
  address_unverified: "the address could not be shown",
  operator_decision: "a person decided: at the provider, or one of your operators; see `origin`",
  contradictory_decision:
    "the provider approved and reported a fact that contradicts the approval; somebody has to decide",
  provider_failed: "the provider could not finish the verification, by a fault of its own",
  erased_at_provider: "the session's data are no longer at the provider",
  unspecified: "the provider's word has no counterpart here; see `raw`",
});
/** Why a session stands where it stands. */
export const ReasonCodeSchema = reasonCodes.schema({
  description: "Why. A closed set; it may grow with a version of the API.",
});

/** Why a value of the provider is not taken as it came. */
export const ClaimNoticeCodeSchema = defineWords<ClaimNoticeCode>({
  partial_date: "a date without its day or month; `known` is what is certain",
  ambiguous_date: "day and month can be either; `known` is what is certain",
  instant_only: "a moment whose day depends on an unknown time zone; `known` is what is certain",
  conflicting_dates:
    "two spellings of one date name different days; the claim is the printed one, if it can be read",
  unreadable_date: "no date of the calendar",
  stateless: "a person without a nationality",
  refugee: "a refugee's travel document",
  unspecified_nationality: "the document leaves the nationality open",
  organisation: "an organisation that issues documents, not a country",
  unknown_country: "no country of ISO 3166-1",
  placeholder: "a filler, not a name or an identifier",
  given_as_number: "an identifier that came as a number: zeros before its digits would be missing",
  unreadable: "a value of another type than expected",
}).schema({ description: "Why a value of the provider is not taken as it came. A closed set." });

const checks = defineWords<CheckKind>({
  document: "the document was read and its fields agree",
  document_authenticity: "the document is genuine",
  capture: "the required pictures were taken: both sides, a face in the picture; nothing was compared",
  age: "the applicant is old enough, by the document's date of birth",
  face_match: "the face is the document's",
  liveness: "a living person was present",
  address: "the address was shown",
  phone: "the phone number is the applicant's",
  email: "the e-mail address is the applicant's",
  geolocation: "the applicant told where they are",
  questionnaire: "questions were answered",
  screening: "sanctions, PEP and watch lists",
  registry: "an official register",
  fraud: "signs of fraud",
  human_review: "a person looked at it",
  video_call: "a conversation with an operator",
  other: "a check of the provider that has no counterpart here; always `informational`",
});
/** Every check that a provider may be able to do. */
export const checkKinds: readonly CheckKind[] = checks.words;
/** What a check looked at. */
export const CheckKindSchema = checks.schema({ description: "What was looked at." });

/** What came of a check. */
export const CheckOutcomeSchema = defineWords<CheckOutcome>({
  passed: "as it should be",
  failed: "not as it should be",
  unavailable: "it was to run and could not",
  not_run: "it was not part of the session",
  informational: "told without a judgement",
}).schema({ description: "What came of it." });

/** Kinds of identity document. */
export const DocumentTypeSchema = defineWords<DocumentType>({
  passport: "passport",
  id_card: "national identity card",
  driver_license: "driver's licence",
  residence_permit: "residence permit",
  other: "another document",
}).schema({ description: "Kind of document." });

const requestableTypes = defineWords<Exclude<DocumentType, "other">>({
  passport: "passport",
  id_card: "national identity card",
  driver_license: "driver's licence",
  residence_permit: "residence permit",
});

/** The kinds of document that a session can be limited to, in the order of the glossary. */
export const requestableDocumentTypes: readonly Exclude<DocumentType, "other">[] = requestableTypes.words;
/** Kinds of document that a session can be limited to. */
export const RequestableDocumentTypeSchema = requestableTypes.schema({ description: "Kind of document." });

/** Kinds of evidence. */
export const EvidenceKindSchema = defineWords<EvidenceKind>({
  document_front: "front of the document",
  document_back: "back of the document",
  document_page: "a page of the document",
  face: "the applicant's face",
  face_video: "the liveness video",
  face_with_document: "the applicant holding the document",
  proof_of_address: "a proof of address",
  document_portrait: "the photo that the document shows",
  document_security_feature: "a part of the document that shows that it is genuine",
  questionnaire_file: "a file that the applicant gave as an answer",
  call_screenshot: "a picture from the video call",
  call_recording: "a recording of the video call; several recordings come as one tar archive",
  other: "another file",
}).schema({ description: "What it shows." });

/** Sex as printed in travel documents. */
export const SexSchema = defineWords<Sex>({ F: "female", M: "male", X: "unspecified" }).schema({
  description: "Sex as printed in the document (ICAO 9303).",
});
