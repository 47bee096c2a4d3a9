import {
  collectClaims,
  normaliseSex,
  normaliseText,
  parseCountry,
  parseDate,
  parseIdentifier,
  parseName,
  readMember,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { FactTree, UnknownRecord } from "@kyc-gateway/adapter-kit";
import { readDocumentType } from "./document-types.ts";
import type { Claims, IdentityDocument, Person } from "@kyc-gateway/adapter-spec/v1";

/**
 * What Ondato read from the document. Registration data is left out: it is what the tenant said, and nobody verified it.
 */
export function readClaims(identification: UnknownRecord): Claims | undefined {
  const document = readRecord(identification, "document");
  return collectClaims({ person: readPerson(document), document: readDocument(document) });
}

function readPerson(document: UnknownRecord | undefined): FactTree<Person> {
  const text = (key: string) => normaliseText(readMember(document, key));
  const address = text("address");
  return {
    givenName: parseName(readMember(document, "firstName")),
    middleName: parseName(readMember(document, "middleName")),
    familyName: parseName(readMember(document, "lastName")),
    fullName: parseName(readMember(document, "fullName")),
    dateOfBirth: parseDate(readMember(document, "dateOfBirth")),
    placeOfBirth: text("placeOfBirth"),
    sex: normaliseSex(readMember(document, "gender")),
    nationality: parseCountry(readMember(document, "nationalityIso3")),
    personalNumber: parseIdentifier(readMember(document, "personalCode")),
    address: address === undefined ? undefined : { formatted: address },
  };
}

function readDocument(document: UnknownRecord | undefined): FactTree<IdentityDocument> {
  const text = (key: string) => normaliseText(readMember(document, key));
  return {
    type: readDocumentType(text("type")),
    number: parseIdentifier(readMember(document, "documentNumber")),
    issuedOn: parseDate(readMember(document, "dateOfIssue")),
    expiresOn: parseDate(readMember(document, "dateOfExpiration")),
    issuingCountry: parseCountry(readMember(document, "countryIso3")),
    issuingAuthority: text("issuingAuthority"),
    category: text("category"),
  };
}
