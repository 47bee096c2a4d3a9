import {
  asRecord,
  normaliseText,
  parseBoolean,
  parseNumber,
  readMember,
  readRecords,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";

function isFilledRecord(value: unknown): boolean {
  const record = asRecord(value);
  return record !== undefined && Object.keys(record).length > 0;
}

/** Whether a scanned side is there: `id_card_front` and its like for other cards hold what was read from it. */
export function hasSide(body: UnknownRecord, side: "front" | "back"): boolean {
  return Object.keys(body).some((key) => key.endsWith(`_${side}`) && isFilledRecord(body[key]));
}

function readDocumentWord(body: UnknownRecord): string {
  return normaliseText(readMember(body, "document_type"))?.toLowerCase() ?? "";
}

/** Whether a passport's page was scanned. */
export function hasPassport(body: UnknownRecord): boolean {
  return readDocumentWord(body) === "passport" || isFilledRecord(readMember(body, "passport"));
}

/** Whether an identity document was given; a session for a proof of address has `document_type: ""`. */
export function hasDocument(body: UnknownRecord): boolean {
  return (
    readDocumentWord(body) !== "" || hasSide(body, "front") || hasSide(body, "back") || hasPassport(body)
  );
}

/** `live`, also as text. */
export function readLive(body: UnknownRecord): boolean | undefined {
  return parseBoolean(readMember(body, "live"));
}

/** Whether a face was taken. */
export function hasFace(body: UnknownRecord): boolean {
  return (parseNumber(readMember(body, "face_images")) ?? 0) > 0 || readLive(body) === true;
}

/** The proofs of address and other general documents. */
export function readGeneralDocuments(body: UnknownRecord): readonly UnknownRecord[] {
  return readRecords(body, "generalDocuments");
}
