import type { DocumentType } from "@kyc-gateway/adapter-spec/v1";
import { defineOpenVocabulary } from "@kyc-gateway/adapter-kit";
import type { Static } from "@sinclair/typebox";
import type { DocumentTypeWord } from "../flow/words.schema.ts";

export type DocumentTypeWord = Static<typeof DocumentTypeWord>;
export type RequestedDocumentType = Exclude<DocumentType, "other">;

/**
 * The words that begin/ is sent. `residence_license` and not `residence_permit`: it is the Developer guide's word for
 * this very flag; the other stands only in a configuration, a dialect of its own (`documentTypes`).
 */
export const documentTypeWords = {
  passport: "passport",
  id_card: "id",
  driver_license: "driver_license",
  residence_permit: "residence_license",
} as const satisfies Record<RequestedDocumentType, DocumentTypeWord>;

const ours = {
  id: "id_card",
  passport: "passport",
  driver_license: "driver_license",
  residence_license: "residence_permit",
  residence_permit: "residence_permit",
} as const satisfies Record<DocumentTypeWord, RequestedDocumentType>;

/** A word of a flow as ours. */
export function toDocumentType(word: DocumentTypeWord): RequestedDocumentType {
  return ours[word];
}

/** `document_type` of a result: an open set, of which a stranger is `other`. */
export const resultDocumentTypes = defineOpenVocabulary<DocumentType>(
  { ...ours, id_card: "id_card", drivers_license: "driver_license" },
  "other",
);
