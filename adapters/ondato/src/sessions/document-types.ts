import type { DocumentType } from "@kyc-gateway/adapter-spec/v1";
import { indexWords } from "./fold-word.ts";

const findType = indexWords<DocumentType>({
  // Document types of Ondato (Ondato docs, KYC identification). A new one is `other`: it decides nothing.
  Passport: "passport",
  IdCard: "id_card",
  DriverLicense: "driver_license",
  DriversLicense: "driver_license",
  DrivingLicense: "driver_license",
  DrivingLicence: "driver_license",
  ResidencePermit: "residence_permit",
});

const TYPES_WITH_ZONE: ReadonlySet<DocumentType> = new Set(["passport", "id_card", "residence_permit"]);

export function readDocumentType(word: string | undefined): DocumentType | undefined {
  return word === undefined ? undefined : (findType(word) ?? "other");
}

/** Whether documents of this type have a machine-readable zone (ICAO 9303): licences to drive have none. */
export function hasMachineReadableZone(type: DocumentType | undefined): boolean {
  return type !== undefined && TYPES_WITH_ZONE.has(type);
}
