import type { PostalAddress, ProofOfAddress } from "@kyc-gateway/adapter-spec/v1";
import {
  firstFact,
  normaliseText,
  normaliseWord,
  parseCountry,
  parseDate,
  parseName,
  parseNumber,
  readMember,
  readRecord,
  readRecords,
} from "@kyc-gateway/adapter-kit";
import type { FactTree, UnknownRecord } from "@kyc-gateway/adapter-kit";
import { readGeneralDocuments } from "./media.ts";

function readAddress(final: UnknownRecord | undefined): FactTree<PostalAddress> {
  const text = (key: string): string | undefined => normaliseText(readMember(final, key));
  return {
    formatted: text("formattedAddress") ?? text("address"),
    street: text("street"),
    houseNumber: text("streetNumber"),
    city: text("city"),
    county: text("county"),
    region: text("state"),
    postalCode: text("postalCode"),
    country: firstFact([
      parseCountry(readMember(final, "countryCode")),
      parseCountry(readMember(final, "country")),
    ]),
    latitude: parseNumber(readMember(final, "latitude")),
    longitude: parseNumber(readMember(final, "longitude")),
  };
}

function readPage(documentType: string, final: UnknownRecord | undefined): FactTree<ProofOfAddress> {
  const read = (key: string): unknown => readMember(final, key);
  const text = (key: string): string | undefined => normaliseText(read(key));
  const date = (key: string) => parseDate(read(key), { order: "month_first", companion: read(`${key}Time`) });
  return {
    documentType,
    name: {
      givenName: parseName(read("firstName")),
      familyName: parseName(read("lastName")),
      fullName: parseName(read("fullName")),
    },
    address: readAddress(final),
    issuer: text("authority") ?? text("issuingAuthority"),
    issuedOn: date("documentIssued"),
    expiresOn: date("documentExpires"),
  };
}

function readDocument(document: UnknownRecord): readonly FactTree<ProofOfAddress>[] {
  const type =
    normaliseText(readMember(document, "typeId")) ?? normaliseText(readMember(document, "documentType"));
  const documentType = normaliseWord(type ?? "other");
  const finals = readRecords(document, "pages")
    .map((page) => readRecord(page, "final"))
    .filter((final) => final !== undefined);
  return finals.length === 0
    ? [readPage(documentType, undefined)]
    : finals.map((final) => readPage(documentType, final));
}

/** The general documents of a result: one proof for every page that was read, or one for a document without any. */
export function readProofsOfAddress(body: UnknownRecord): readonly FactTree<ProofOfAddress>[] | undefined {
  const proofs = readGeneralDocuments(body).flatMap(readDocument);
  return proofs.length === 0 ? undefined : proofs;
}
