import { asRecord, readMember, readNumber, readRecords, readString } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";

function isFilledRecord(value: unknown): boolean {
  const record = asRecord(value);
  return record !== undefined && Object.keys(record).length > 0;
}

/** Whether a scanned side is there: `id_card_front` and its like for other cards hold what was read from it. */
export function hasSide(body: UnknownRecord, side: "front" | "back"): boolean {
  return Object.keys(body).some((key) => key.endsWith(`_${side}`) && isFilledRecord(body[key]));
}

/** Whether a passport's page was scanned. */
export function hasPassport(body: UnknownRecord): boolean {
  const type = readString(body, "document_type")?.trim().toLowerCase();
  return type === "passport" || isFilledRecord(readMember(body, "passport"));
}

/** Whether an identity document was given; a session for a proof of address has `document_type: ""`. */
export function hasDocument(body: UnknownRecord): boolean {
  const type = readString(body, "document_type")?.trim() ?? "";
  return type !== "" || hasSide(body, "front") || hasSide(body, "back") || hasPassport(body);
}

/** Whether a face was taken. */
export function hasFace(body: UnknownRecord): boolean {
  return (readNumber(body, "face_images") ?? 0) > 0 || readMember(body, "live") === true;
}

/** The proofs of address and other general documents. */
export function readGeneralDocuments(body: UnknownRecord): readonly UnknownRecord[] {
  return readRecords(body, "generalDocuments");
}
