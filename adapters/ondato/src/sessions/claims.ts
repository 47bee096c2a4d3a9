import {
  keepDefinedOrNothing,
  normaliseCountry,
  normaliseDate,
  normaliseSex,
  normaliseText,
  readMember,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { readDocumentType } from "./document-types.ts";
import type { Claims, IdentityDocument, Person } from "@kyc-gateway/adapter-spec/v1";

/**
 * What Ondato read from the document. Registration data is left out: it is what the tenant said, and nobody verified it.
 */
export function readClaims(identification: UnknownRecord): Claims | undefined {
  const document = readRecord(identification, "document");
  return keepDefinedOrNothing({ person: readPerson(document), document: readDocument(document) });
}

function readPerson(document: UnknownRecord | undefined): Person | undefined {
  const text = (key: string) => normaliseText(readMember(document, key));
  const address = text("address");
  return keepDefinedOrNothing({
    givenName: text("firstName"),
    middleName: text("middleName"),
    familyName: text("lastName"),
    fullName: text("fullName"),
    dateOfBirth: normaliseDate(readMember(document, "dateOfBirth")),
    placeOfBirth: text("placeOfBirth"),
    sex: normaliseSex(readMember(document, "gender")),
    nationality: normaliseCountry(readMember(document, "nationalityIso3")),
    personalNumber: text("personalCode"),
    address: address === undefined ? undefined : { formatted: address },
  });
}

function readDocument(document: UnknownRecord | undefined): IdentityDocument | undefined {
  const text = (key: string) => normaliseText(readMember(document, key));
  return keepDefinedOrNothing({
    type: readDocumentType(text("type")),
    number: text("documentNumber"),
    issuedOn: normaliseDate(readMember(document, "dateOfIssue")),
    expiresOn: normaliseDate(readMember(document, "dateOfExpiration")),
    issuingCountry: normaliseCountry(readMember(document, "countryIso3")),
    issuingAuthority: text("issuingAuthority"),
    category: text("category"),
  });
}
