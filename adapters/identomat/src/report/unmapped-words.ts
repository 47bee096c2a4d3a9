import type { UnmappedWord } from "@kyc-gateway/adapter-spec/v1";
import { asCode, normaliseText, readMember, readRecord } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { resultDocumentTypes } from "../session/document-types.ts";
import type { Fault } from "./faults.ts";
import { isUnknownType, listGeneralDocuments } from "./general-documents.ts";
import { fieldTable } from "./words.table.ts";

function note(member: string, word: string | undefined): UnmappedWord {
  const code = word === undefined ? undefined : asCode(word);
  return { member, ...(code === undefined ? {} : { word: code }) };
}

/** The words of a result that no table has; absent when there is none. */
export function listUnmappedWords(
  body: UnknownRecord,
  faults: readonly Fault[],
): readonly UnmappedWord[] | undefined {
  const fields = normaliseText(readMember(readRecord(body, "person"), "status"));
  const documentType = normaliseText(readMember(body, "document_type"));
  const words = [
    ...faults.filter(({ meaning }) => meaning === undefined).map(({ member, raw }) => note(member, raw)),
    ...(fields === undefined || fieldTable.find(fields) ? [] : [note("person.status", fields)]),
    ...(documentType === undefined || resultDocumentTypes.has(documentType)
      ? []
      : [note("document_type", documentType)]),
    ...listGeneralDocuments(body)
      .filter(isUnknownType)
      .map(({ type }) => note("generalDocuments.typeId", type)),
  ];
  return words.length === 0 ? undefined : words;
}
