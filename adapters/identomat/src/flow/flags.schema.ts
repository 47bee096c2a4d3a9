import { Type } from "@sinclair/typebox";
import type { Static } from "@sinclair/typebox";
import {
  DocumentCountries,
  DocumentTypes,
  Flag,
  GeneralDocumentTypes,
  LanguageCode,
  strict,
} from "./words.schema.ts";

const Url = Type.String({ pattern: "^https?://\\S+$", maxLength: 2000 });

/** The session's flags, in the provider's spelling (Developer guide; KYC guide, "Flags"). */
export const SessionFlags = strict({
  return_url: Type.Optional(Url),
  language: Type.Optional(LanguageCode),
  switch_device_url: Type.Optional(Url),
  document_types: Type.Optional(DocumentTypes),
  document_countries: Type.Optional(DocumentCountries),
  general_document_types: Type.Optional(GeneralDocumentTypes),
  liveness: Flag,
  allow_general_document_capture: Flag,
  allow_general_document_upload: Flag,
  skip_agreement: Flag,
  skip_document: Flag,
  skip_face: Flag,
  allow_document_upload: Flag,
  allow_face_upload: Flag,
  allow_face_doc_upload: Flag,
  require_face_document: Flag,
  disable_document_capture: Flag,
  skip_desktop: Flag,
  capture_double_page_passport: Flag,
  require_email_check: Flag,
  require_email: Flag,
  require_phone_number_check: Flag,
  require_phone_number: Flag,
  restrict_url_sharing: Flag,
  optional_continue_on_another_device: Flag,
  multiple_participants: Flag,
  cascading_identity_verification: Flag,
  requireHdMedia: Flag,
});

export type SessionFlags = Static<typeof SessionFlags>;
