import type { Claims } from "@kyc-gateway/adapter-spec/v1";

/**
 * How much a claim gives away. `identity`: who somebody is. `contact`: where somebody is reached or found. `document`:
 * what lets somebody pose as the person. `context`: says nothing about a person on its own.
 */
export type PrivacyClass = "identity" | "contact" | "document" | "context";

/** Each member of a type that holds a value, by its path. */
export type LeafPath<T> = T extends readonly (infer Item)[]
  ? LeafPath<Item>
  : T extends object
    ? { [Name in keyof T & string]-?: Join<Name, LeafPath<NonNullable<T[Name]>>> }[keyof T & string]
    : "";
type Join<Name extends string, Rest extends string> = Rest extends "" ? Name : `${Name}.${Rest}`;

/** The path of every claim. */
export type ClaimPath = LeafPath<Claims>;

type NameMember = "givenName" | "middleName" | "familyName" | "fullName";
type AddressMember =
  Extract<ClaimPath, `person.address.${string}`> extends `person.address.${infer Member}` ? Member : never;

const name = {
  givenName: "identity",
  middleName: "identity",
  familyName: "identity",
  fullName: "identity",
} as const satisfies Record<NameMember, PrivacyClass>;
const address = {
  formatted: "contact",
  street: "contact",
  houseNumber: "contact",
  city: "contact",
  county: "contact",
  region: "contact",
  postalCode: "contact",
  country: "context",
  latitude: "contact",
  longitude: "contact",
} as const satisfies Record<AddressMember, PrivacyClass>;

/** Every claim with its class: one that is added without its line here does not compile. */
export const claimsPrivacy = {
  ...under("person", name),
  ...under("person.nativeName", name),
  "person.dateOfBirth": "identity",
  "person.placeOfBirth": "identity",
  "person.sex": "identity",
  "person.nationality": "identity",
  "person.citizenship": "identity",
  "person.personalNumber": "document",
  "person.email": "contact",
  "person.phone": "contact",
  ...under("person.address", address),
  "document.type": "context",
  "document.number": "document",
  "document.issuedOn": "document",
  "document.expiresOn": "document",
  "document.issuingCountry": "context",
  "document.issuingAuthority": "context",
  "document.mrz": "document",
  "document.category": "context",
  "proofsOfAddress.documentType": "context",
  ...under("proofsOfAddress.name", name),
  ...under("proofsOfAddress.address", address),
  "proofsOfAddress.issuer": "context",
  "proofsOfAddress.issuedOn": "context",
  "proofsOfAddress.expiresOn": "context",
  "notices.claim": "context",
  "notices.code": "context",
  "notices.raw": "document",
  "notices.known": "identity",
} as const satisfies Record<ClaimPath, PrivacyClass>;

function under<Prefix extends string, Members extends Record<string, PrivacyClass>>(
  prefix: Prefix,
  members: Members,
): { readonly [Name in keyof Members & string as `${Prefix}.${Name}`]: Members[Name] } {
  return Object.fromEntries(
    Object.entries(members).map(([member, privacy]) => [`${prefix}.${member}`, privacy]),
  ) as never;
}
