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
} from "@kyc-gateway/adapter-kit";
import type { Fact, FactTree, UnknownRecord } from "@kyc-gateway/adapter-kit";
import { isProofOfAddress, listGeneralDocuments } from "./general-documents.ts";
import type { GeneralDocument } from "./general-documents.ts";

type Finals = readonly UnknownRecord[];

/** The first page that has the fact wins: several pages are one document. */
function first<Value>(finals: Finals, read: (final: UnknownRecord) => Value | undefined): Value | undefined {
  return finals.map(read).find((value) => value !== undefined);
}

function firstOf<Value>(finals: Finals, read: (final: UnknownRecord) => Fact<Value>): Fact<Value> {
  return firstFact(finals.map(read));
}

function readAddress(final: UnknownRecord): FactTree<PostalAddress> {
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

/** An address is one page's: parts of two would make a third. */
function findAddressPage(finals: Finals): UnknownRecord {
  const members = ["formattedAddress", "address", "street", "city", "postalCode"];
  const hasAddress = (final: UnknownRecord) =>
    members.some((key) => normaliseText(readMember(final, key)) !== undefined);
  return finals.find(hasAddress) ?? finals[0] ?? {};
}

function readProof({ type = "other", pages }: GeneralDocument): FactTree<ProofOfAddress> {
  const finals = pages.map((page) => readRecord(page, "final")).filter((final) => final !== undefined);
  const name = (key: string) => firstOf(finals, (final) => parseName(readMember(final, key)));
  const date = (key: string) =>
    firstOf(finals, (final) =>
      parseDate(readMember(final, key), {
        order: "month_first",
        companion: readMember(final, `${key}Time`),
      }),
    );
  const text = (key: string) => first(finals, (final) => normaliseText(readMember(final, key)));
  return {
    documentType: normaliseWord(type),
    name: { givenName: name("firstName"), familyName: name("lastName"), fullName: name("fullName") },
    address: readAddress(findAddressPage(finals)),
    issuer: text("authority") ?? text("issuingAuthority"),
    issuedOn: date("documentIssued"),
    expiresOn: date("documentExpires"),
  };
}

/** The proofs of address of a result, one for each document. */
export function readProofsOfAddress(body: UnknownRecord): readonly FactTree<ProofOfAddress>[] | undefined {
  const proofs = listGeneralDocuments(body).filter(isProofOfAddress).map(readProof);
  return proofs.length === 0 ? undefined : proofs;
}
