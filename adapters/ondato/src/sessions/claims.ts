import {
  collectClaims,
  normaliseSex,
  normaliseText,
  parseCountry,
  parseDate,
  parseIdentifier,
  parseName,
  parseText,
  readMember,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { FactTree, UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Claims, IdentityDocument, Person } from "@kyc-gateway/adapter-spec/v1";
import { readDocumentType } from "./document-types.ts";

/**
 * What Ondato read from the document. No order of days and months is given to the dates: Ondato documents ISO dates alone. Registration data is left out: it is what the tenant said, and nobody verified it.
 */
export function readClaims(identification: UnknownRecord): Claims | undefined {
  const document = readRecord(identification, "document");
  return collectClaims({ person: readPerson(document), document: readDocument(document) });
}

function readPerson(document: UnknownRecord | undefined): FactTree<Person> {
  return {
    givenName: parseName(readMember(document, "firstName")),
    middleName: parseName(readMember(document, "middleName")),
    familyName: parseName(readMember(document, "lastName")),
    fullName: parseName(readMember(document, "fullName")),
    dateOfBirth: parseDate(readMember(document, "dateOfBirth")),
    placeOfBirth: parseText(readMember(document, "placeOfBirth")),
    sex: normaliseSex(readMember(document, "gender")),
    nationality: parseCountry(readMember(document, "nationalityIso3")),
    personalNumber: parseIdentifier(readMember(document, "personalCode")),
    address: { formatted: parseText(readMember(document, "address")) },
  };
}

function readDocument(document: UnknownRecord | undefined): FactTree<IdentityDocument> {
  return {
    type: readDocumentType(normaliseText(readMember(document, "type"))),
    number: parseIdentifier(readMember(document, "documentNumber")),
    issuedOn: parseDate(readMember(document, "dateOfIssue")),
    expiresOn: parseDate(readMember(document, "dateOfExpiration")),
    issuingCountry: parseCountry(readMember(document, "countryIso3")),
    issuingAuthority: parseText(readMember(document, "issuingAuthority")),
    category: parseText(readMember(document, "category")),
  };
}
