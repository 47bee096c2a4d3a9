import type { DocumentType, IdentityDocument } from "@kyc-gateway/adapter-spec/v1";
import {
  normaliseText,
  parseCountry,
  parseDate,
  parseIdentifier,
  parseName,
  readMember,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { FactTree, UnknownRecord } from "@kyc-gateway/adapter-kit";
import { hasPersonFacts } from "./presence.ts";
import { readDocumentOfSides } from "./sides.ts";
import { resultDocumentTypes } from "../session/document-types.ts";

function readType(body: UnknownRecord): DocumentType | undefined {
  const word = normaliseText(readMember(body, "document_type"));
  return word === undefined ? undefined : resultDocumentTypes.translate(word).code;
}

/** The identity document of a result; its fields stand among the person's. */
export function readIdentityDocument(body: UnknownRecord): FactTree<IdentityDocument> {
  if (!hasPersonFacts(body)) return { ...readDocumentOfSides(body), type: readType(body) };
  const person = readRecord(body, "person");
  const read = (key: string): unknown => readMember(person, key);
  const date = (key: string) =>
    parseDate(read(key), { order: "month_first", companion: read(`${key}_time`) });
  return {
    type: readType(body),
    number: parseIdentifier(read("document_number")),
    issuedOn: date("document_issued"),
    expiresOn: date("document_expires"),
    issuingCountry: parseCountry(read("issuing_state")),
    issuingAuthority: parseName(read("authority")),
    mrz: normaliseText(read("mrz")) ?? normaliseText(readMember(readRecord(body, "id_card_back"), "mrz")),
  };
}
