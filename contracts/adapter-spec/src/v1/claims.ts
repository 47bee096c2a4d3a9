/** Kinds of identity document, common to providers (Identomat developer guide, `document_types`; Ondato KYC identification, `document.type`). */
export type DocumentType = "passport" | "id_card" | "driver_license" | "residence_permit" | "other";

/** A calendar date, `YYYY-MM-DD`. */
export type IsoDate = string;
/** A country, ISO 3166-1 alpha-3, upper case. */
export type CountryCode = string;

/** Sex as printed in travel documents (ICAO 9303): female, male, unspecified. */
export type Sex = "F" | "M" | "X";

/** Everything that was verified about a person. Every member is personal data and absent when not verified. */
export interface Claims {
  readonly person?: Person;
  readonly document?: IdentityDocument;
  readonly proofsOfAddress?: readonly ProofOfAddress[];
  /** What the provider gave and is not, or not exactly as it came, among the claims. Never empty when present. */
  readonly notices?: readonly ClaimNotice[];
}

/**
 * Why a value of the provider is not taken as it came. A closed set.
 * `partial_date`: a date without its day or month; `known` holds the rest. `ambiguous_date`: day and month can be
 * either; `known` is the year. `instant_only`: a moment whose day depends on an unknown time zone. `conflicting_dates`:
 * two spellings of one date that name different days. `unreadable_date`: no date.
 * `stateless`, `refugee`, `unspecified_nationality`: codes of travel documents for persons without a country.
 * `organisation`: an issuer that is no country (UNO, EUE). `unknown_country`: no country of ISO 3166-1.
 * `placeholder`: a filler where a name or an identifier belongs ("null", "-", "XXX"). `given_as_number`: an identifier
 * that came as a number, so that zeros before it would be lost; its digits are the claim. `unreadable`: another type.
 */
export type ClaimNoticeCode =
  | "partial_date"
  | "ambiguous_date"
  | "instant_only"
  | "conflicting_dates"
  | "unreadable_date"
  | "stateless"
  | "refugee"
  | "unspecified_nationality"
  | "organisation"
  | "unknown_country"
  | "placeholder"
  | "given_as_number"
  | "unreadable";

/** A note about one claim. */
export interface ClaimNotice {
  /** The claim's path: `person.dateOfBirth`, `proofsOfAddress.0.issuedOn`. */
  readonly claim: string;
  readonly code: ClaimNoticeCode;
  /** The provider's value as text, at most 200 characters. */
  readonly raw: string;
  /** The part of a date that is certain: `YYYY` or `YYYY-MM`. */
  readonly known?: string;
}

export interface PersonName {
  readonly givenName?: string;
  readonly middleName?: string;
  readonly familyName?: string;
  readonly fullName?: string;
}

export interface Person extends PersonName {
  /** The name in the script of the document's country. */
  readonly nativeName?: PersonName;
  readonly dateOfBirth?: IsoDate;
  readonly placeOfBirth?: string;
  readonly sex?: Sex;
  readonly nationality?: CountryCode;
  readonly citizenship?: CountryCode;
  /** The national identification number. */
  readonly personalNumber?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: PostalAddress;
}

export interface IdentityDocument {
  readonly type?: DocumentType;
  readonly number?: string;
  readonly issuedOn?: IsoDate;
  readonly expiresOn?: IsoDate;
  readonly issuingCountry?: CountryCode;
  readonly issuingAuthority?: string;
  /** The machine-readable zone, lines joined by a line feed. */
  readonly mrz?: string;
  /** Categories of a driver's licence. */
  readonly category?: string;
}

export interface PostalAddress {
  readonly formatted?: string;
  readonly street?: string;
  readonly houseNumber?: string;
  readonly city?: string;
  readonly county?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country?: CountryCode;
  /** Degrees, WGS 84. */
  readonly latitude?: number;
  readonly longitude?: number;
}

/** A document that shows where the person lives: a utility bill, a bank statement. */
export interface ProofOfAddress {
  /** The provider's word, lower case, `_` between words: the set is open. */
  readonly documentType: string;
  readonly name?: PersonName;
  readonly address?: PostalAddress;
  readonly issuer?: string;
  readonly issuedOn?: IsoDate;
  readonly expiresOn?: IsoDate;
}
