import { foldWord } from "@kyc-gateway/adapter-kit";
import type { DocumentType } from "@kyc-gateway/adapter-spec/v1";

/** Document types of Ondato (Ondato docs, KYC identification), in any spelling. A new one is `other`: it decides nothing. */
const DOCUMENT_TYPES: ReadonlyMap<string, DocumentType> = new Map<string, DocumentType>([
  ["passport", "passport"],
  ["idcard", "id_card"],
  ["driverlicense", "driver_license"],
  ["driverslicense", "driver_license"],
  ["drivinglicense", "driver_license"],
  ["drivinglicence", "driver_license"],
  ["residencepermit", "residence_permit"],
]);

const TYPES_WITH_ZONE: ReadonlySet<DocumentType> = new Set(["passport", "id_card", "residence_permit"]);

export function readDocumentType(word: string | undefined): DocumentType | undefined {
  return word === undefined ? undefined : (DOCUMENT_TYPES.get(foldWord(word)) ?? "other");
}

/** Whether documents of this type have a machine-readable zone (ICAO 9303): licences to drive have none. */
export function hasMachineReadableZone(type: DocumentType | undefined): boolean {
  return type !== undefined && TYPES_WITH_ZONE.has(type);
}
