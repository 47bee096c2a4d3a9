import type { CheckKind } from "./check-kind.ts";
import type { Claims } from "./claims.ts";
import type { EvidenceItem } from "./evidence.ts";
import type { Reason } from "./reason.ts";
import type { ProviderReference } from "./provider-reference.ts";
import type { ReportedStatus } from "./status.ts";

/** What came of a check. `unavailable`: it was to run and could not. `not_run`: it was not part of the session. */
export type CheckOutcome = "passed" | "failed" | "unavailable" | "not_run" | "informational";

/** One check. `score` is between 0 and 1, the more the better the match; absent where the provider gives none. */
export interface Check {
  readonly kind: CheckKind;
  readonly outcome: CheckOutcome;
  readonly score?: number;
  /** The provider's own name for the check or its result code, never prose. */
  readonly raw?: string;
}

/** A word of the provider that no table of the adapter has: it decided nothing and stands in a check or reason as `raw`. */
export interface UnmappedWord {
  /** The provider's member that held it, a constant of the adapter such as `rules`: letters, digits, `_.[]`, at most 40. */
  readonly member: string;
  /** The word, sanitised; absent where it may be prose. */
  readonly word?: string;
}

/** An answered questionnaire of the session. Answers are personal data. */
export interface Questionnaire {
  readonly key: string;
  readonly answers: readonly { readonly key: string; readonly answer: QuestionnaireAnswer }[];
}
export type QuestionnaireAnswer = string | number | boolean | null | readonly (string | number | boolean)[];

/** A hit in a sanctions, PEP or watch list. `score` is between 0 and 1. */
export interface ScreeningMatch {
  readonly name?: string;
  readonly score?: number;
  /** The provider's id of the listed person. */
  readonly subjectId?: string;
  readonly reviewStatus?: string;
}

/** Where the applicant said to be during the session, degrees in WGS 84. */
export interface Geolocation {
  readonly latitude?: number;
  readonly longitude?: number;
  readonly address?: string;
}

/** The device the applicant used. */
export interface TechnicalDetails {
  readonly remoteAddress?: string;
  readonly userAgent?: string;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
}

/**
 * The provider's truth about one session, translated. Only a report moves a session. An adapter that meets a word it
 * does not know throws `response_unrecognised`; it never picks a status.
 */
export interface Report {
  readonly status: ReportedStatus;
  /**
   * Which try of the applicant this report is about: a whole number from 1 that never falls. A later attempt is news, also
   * when its status is an earlier one; within one attempt progress never runs backwards. Absent: the provider counts no tries.
   */
  readonly attempt?: number;
  /** RFC 3339. When the session lapses now, where that changed since the start. */
  readonly lapsesAt?: string;
  /** RFC 3339. Until when an approval holds, where the provider says so. */
  readonly validUntil?: string;
  readonly reasons: readonly Reason[];
  readonly checks: readonly Check[];
  readonly claims?: Claims;
  readonly questionnaires?: readonly Questionnaire[];
  readonly screeningMatches?: readonly ScreeningMatch[];
  readonly geolocations?: readonly Geolocation[];
  readonly technicalDetails?: TechnicalDetails;
  readonly evidence?: readonly EvidenceItem[];
  /** The reference, when the provider has told more of it since the start (a second level). */
  readonly reference?: ProviderReference;
  /** Words of the provider that the adapter's tables lack, for the host to count. Never empty when present. */
  readonly unmappedWords?: readonly UnmappedWord[];
  /** The decision's comment by a provider's operator. Personal data. */
  readonly comment?: string;
  /** The provider's body as it came, stored encrypted, never logged. */
  readonly raw: unknown;
}
