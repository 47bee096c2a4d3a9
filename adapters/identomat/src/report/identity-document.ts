import type { DocumentType, IdentityDocument } from "@kyc-gateway/adapter-spec/v1";
import {
  keepDefinedOrNothing,
  normaliseCountry,
  normaliseDate,
  normaliseText,
  readMember,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { resultDocumentTypes } from "../session/document-types.ts";

function readType(body: UnknownRecord): DocumentType | undefined {
  const word = normaliseText(readMember(body, "document_type"));
  return word === undefined ? undefined : resultDocumentTypes.translate(word).code;
}

/** The identity document of a result; its fields stand among the person's. */
export function readIdentityDocument(body: UnknownRecord): IdentityDocument | undefined {
  const person = readRecord(body, "person");
  const read = (key: string): unknown => readMember(person, key);
  return keepDefinedOrNothing({
    type: readType(body),
    number: normaliseText(read("document_number")),
    issuedOn: normaliseDate(read("document_issued_time"), read("document_issued")),
    expiresOn: normaliseDate(read("document_expires_time"), read("document_expires")),
    issuingCountry: normaliseCountry(read("issuing_state")),
    issuingAuthority: normaliseText(read("authority")),
    mrz: normaliseText(read("mrz")) ?? normaliseText(readMember(readRecord(body, "id_card_back"), "mrz")),
  });
}
