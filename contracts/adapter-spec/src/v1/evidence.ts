import type { Call } from "./host.ts";
import type { ProviderReference } from "./provider-reference.ts";

/** What a piece of evidence shows. */
export type EvidenceKind =
  | "document_front"
  | "document_back"
  | "document_page"
  | "face"
  | "face_video"
  | "face_with_document"
  | "proof_of_address"
  | "document_portrait"
  | "document_security_feature"
  | "questionnaire_file"
  | "call_screenshot"
  | "call_recording"
  | "other";

/** A media file at the provider. `id` is opaque, unique in its session, and made of URL-safe characters. */
export interface EvidenceItem {
  readonly id: string;
  readonly kind: EvidenceKind;
  /** A media type, where the provider tells it beforehand. */
  readonly mediaType?: string;
}

/** An open stream of evidence. Whoever holds it must read it to the end or cancel it. */
export interface EvidenceContent {
  readonly mediaType: string;
  /** Bytes, where the provider tells. */
  readonly length?: number;
  readonly body: ReadableStream<Uint8Array>;
}

export interface Evidence {
  list(reference: ProviderReference, call: Call): Promise<readonly EvidenceItem[]>;
  /** Opens one item; throws `session_unknown` where the session is gone, `not_found` where the item is. The call's signal stops the stream. */
  open(reference: ProviderReference, itemId: string, call: Call): Promise<EvidenceContent>;
}
