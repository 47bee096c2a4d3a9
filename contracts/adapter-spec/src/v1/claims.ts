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
