import type { PostalAddress, ProofOfAddress } from "@kyc-gateway/adapter-spec/v1";
import {
  keepDefined,
  keepDefinedOrNothing,
  normaliseCountry,
  normaliseDate,
  normaliseText,
  normaliseWord,
  readMember,
  readNumber,
  readRecord,
  readRecords,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { readGeneralDocuments } from "./media.ts";

function readAddress(final: UnknownRecord | undefined): PostalAddress | undefined {
  const text = (key: string): string | undefined => normaliseText(readMember(final, key));
  return keepDefinedOrNothing({
    formatted: text("formattedAddress") ?? text("address"),
    street: text("street"),
    houseNumber: text("streetNumber"),
    city: text("city"),
    county: text("county"),
    region: text("state"),
    postalCode: text("postalCode"),
    country:
      normaliseCountry(readMember(final, "countryCode")) ?? normaliseCountry(readMember(final, "country")),
    latitude: readNumber(final, "latitude"),
    longitude: readNumber(final, "longitude"),
  });
}

function readPage(documentType: string, final: UnknownRecord | undefined): ProofOfAddress {
  const read = (key: string): unknown => readMember(final, key);
  const text = (key: string): string | undefined => normaliseText(read(key));
  return keepDefined({
    documentType,
    name: keepDefinedOrNothing({
      givenName: text("firstName"),
      familyName: text("lastName"),
      fullName: text("fullName"),
    }),
    address: readAddress(final),
    issuer: text("authority") ?? text("issuingAuthority"),
    issuedOn: normaliseDate(read("documentIssuedTime"), read("documentIssued")),
    expiresOn: normaliseDate(read("documentExpiresTime"), read("documentExpires")),
  });
}

function readDocument(document: UnknownRecord): readonly ProofOfAddress[] {
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
export function readProofsOfAddress(body: UnknownRecord): readonly ProofOfAddress[] | undefined {
  const proofs = readGeneralDocuments(body).flatMap(readDocument);
  return proofs.length === 0 ? undefined : proofs;
}
