import type { Claims, DocumentType } from "./claims.ts";
import type { Call } from "./host.ts";

/** A picture that a tenant gave. The host has bounded it, and knows by its content that it is of this type. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly mediaType: PictureType;
}
export type PictureType = "image/jpeg" | "image/png" | "image/webp";

/** `page`: the page of a passport that has the photo. */
export type DocumentSide = "front" | "back" | "page";

/** Which picture a provider can read, and in which form. */
export interface ReadableDocument {
  readonly type: Exclude<DocumentType, "other">;
  readonly sides: readonly DocumentSide[];
}

/** What is wrong with a document's picture. A closed set. */
export type DocumentFlawCode = "unreadable" | "fields_mismatch" | "fields_missing" | "other";

/** What a picture says. Nothing is verified by it. */
export interface DocumentExtract {
  /** Absent where nothing could be read. `proofsOfAddress` is never given. */
  readonly claims?: Claims;
  /** `raw` is the provider's code, never prose. */
  readonly flaws: readonly { readonly code: DocumentFlawCode; readonly raw?: string }[];
}

/** The facet `documents`: reads the picture of a document, without a session and without verifying anybody. */
export interface Documents {
  /** `document` is one of `capabilities.documents.accepts`, the picture one of its `pictureTypes`. */
  read(
    picture: Picture,
    document: { readonly type: ReadableDocument["type"]; readonly side: DocumentSide },
    call: Call,
  ): Promise<DocumentExtract>;
}
