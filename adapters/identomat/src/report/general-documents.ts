import { foldWord, normaliseText, readMember, readRecords } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { generalDocumentTable } from "./words.table.ts";

/** The pages of a general document that are of one type. */
export interface GeneralDocument {
  /** The provider's word as it stands; absent where it names no type. */
  readonly type?: string;
  readonly pages: readonly UnknownRecord[];
}

function readType(record: UnknownRecord): string | undefined {
  return normaliseText(readMember(record, "typeId")) ?? normaliseText(readMember(record, "documentType"));
}

function splitDocument(document: UnknownRecord): readonly GeneralDocument[] {
  const ownType = readType(document);
  const groups = new Map<string, { type: string | undefined; pages: UnknownRecord[] }>();
  for (const page of readRecords(document, "pages")) {
    const type = readType(page) ?? ownType;
    const group = groups.get(foldWord(type ?? "")) ?? { type, pages: [] };
    group.pages.push(page);
    groups.set(foldWord(type ?? ""), group);
  }
  if (groups.size === 0) groups.set("", { type: ownType, pages: [] });
  return [...groups.values()].map(({ type, pages }) => ({ ...(type === undefined ? {} : { type }), pages }));
}

/** The general documents of a result: one for each document and type, with all its pages. */
export function listGeneralDocuments(body: UnknownRecord): readonly GeneralDocument[] {
  return readRecords(body, "generalDocuments").flatMap(splitDocument);
}

/** Whether a document shows where somebody lives; a vehicle's papers and a licence do not. */
export function isProofOfAddress({ type }: GeneralDocument): boolean {
  return type !== undefined && generalDocumentTable.find(type)?.check === "address";
}

/** Whether a document's type is a word that no table has. */
export function isUnknownType({ type }: GeneralDocument): boolean {
  return type !== undefined && generalDocumentTable.find(type) === undefined;
}
