import {
  keepDefined,
  normaliseWord,
  readMember,
  readRecord,
  readRecords,
  readString,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { EvidenceItem, EvidenceKind } from "@kyc-gateway/adapter-spec/v1";
import { asIdentifier } from "../api/identifier.ts";

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ["jpeg", "image/jpeg"],
  ["jpg", "image/jpeg"],
  ["png", "image/png"],
  ["webp", "image/webp"],
  ["heic", "image/heic"],
  ["pdf", "application/pdf"],
  ["mp4", "video/mp4"],
  ["webm", "video/webm"],
]);

const DOCUMENT_PARTS: ReadonlyMap<string, EvidenceKind> = new Map<string, EvidenceKind>([
  ["front", "document_front"],
  ["back", "document_back"],
]);

/** The files of an identification: those of its document, of the face, and further ones. Each once. */
export function listFiles(identification: UnknownRecord): readonly EvidenceItem[] {
  const found = [
    ...readRecords(readRecord(identification, "document"), "files").map((file) =>
      readFile(file, findDocumentKind),
    ),
    ...readRecords(readRecord(identification, "face"), "files").map((file) => readFile(file, findFaceKind)),
    ...readRecords(identification, "additionalFiles").map((file) => readFile(file, findAdditionalKind)),
  ].filter((item) => item !== undefined);
  return found.filter((item, index) => found.findIndex(({ id }) => id === item.id) === index);
}

function readFile(
  file: UnknownRecord,
  findKind: (fileType: string, part: string) => EvidenceKind,
): EvidenceItem | undefined {
  const id = asIdentifier(readMember(file, "fileId"));
  if (id === undefined) return undefined;
  const kind = findKind(readWord(file, "fileType"), readWord(file, "part"));
  return { id, kind, ...keepDefined({ mediaType: MEDIA_TYPES.get(readWord(file, "fileExtension")) }) };
}

function readWord(file: UnknownRecord, key: string): string {
  return normaliseWord(readString(file, key) ?? "").replaceAll(/[._]/g, "");
}

function findDocumentKind(fileType: string, part: string): EvidenceKind {
  if (fileType.includes("video")) return "other";
  return DOCUMENT_PARTS.get(part) ?? "document_page";
}

function findFaceKind(fileType: string): EvidenceKind {
  if (fileType.includes("video")) return "face_video";
  return fileType.includes("document") ? "face_with_document" : "face";
}

function findAdditionalKind(fileType: string): EvidenceKind {
  return fileType === "proofofaddress" ? "proof_of_address" : "other";
}
