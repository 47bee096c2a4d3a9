import type { EvidenceItem, EvidenceKind } from "@kyc-gateway/adapter-spec/v1";
import { normaliseText, readMember, readRecords } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { hasFace, hasPassport, hasSide, readGeneralDocuments } from "../report/media.ts";
import { resultWords } from "../report/result-word.ts";
import type { Settings } from "../settings/settings.schema.ts";

/** The media of a session that have a method of their own, result/<id>/ (API reference, "Accessing Data and More"). */
export const mediaKinds = {
  "card-front": "document_front",
  "card-back": "document_back",
  passport: "document_page",
  face: "face",
  "face-video": "face_video",
  "face-document": "face_with_document",
} as const satisfies Record<string, EvidenceKind>;

export type MediaId = keyof typeof mediaKinds;

const isPresent: Readonly<Record<MediaId, (body: UnknownRecord) => boolean>> = {
  "card-front": (body) => hasSide(body, "front"),
  "card-back": (body) => hasSide(body, "back"),
  passport: hasPassport,
  face: hasFace,
  // A video is taken for liveness only; of a passive one nothing in the result tells.
  "face-video": (body) => readMember(body, "live") === true,
  "face-document": (body) => Boolean(readMember(body, "face_document")),
};

const generalPrefix = "general-document.";
const typeIdForm = /^[a-z][a-z-]{0,63}$/;

/** The `typeId` in the id of a general document's evidence; absent when it is none. */
export function readTypeId(itemId: string): string | undefined {
  const typeId = itemId.startsWith(generalPrefix) ? itemId.slice(generalPrefix.length) : "";
  return typeIdForm.test(typeId) ? typeId : undefined;
}

/** Pages carry the method's own spelling (`utility-bill`), documents another (`utility_bill`). */
function spellTypeId(value: unknown): string | undefined {
  return normaliseText(value)?.toLowerCase().replaceAll("_", "-");
}

function listTypeIds(document: UnknownRecord): readonly string[] {
  const pages = readRecords(document, "pages").map((page) => spellTypeId(readMember(page, "typeId")));
  const known = pages.filter((typeId) => typeId !== undefined);
  return known.length > 0 ? known : [spellTypeId(readMember(document, "typeId")) ?? ""];
}

/** The id of the provider's own report of a session, a PDF from its other host. */
export const reportId = "session-report";

function isFinished(body: UnknownRecord): boolean {
  return resultWords.translate(readMember(body, "result")) !== "IN_PROGRESS";
}

/** Which media a result tells of, and the provider's report where the account's settings name the host that makes it. */
export function listEvidence(body: UnknownRecord, settings: Settings): readonly EvidenceItem[] {
  const ids = (Object.keys(mediaKinds) as MediaId[]).filter((id) => isPresent[id](body));
  const typeIds = new Set(readGeneralDocuments(body).flatMap(listTypeIds));
  const isReported = settings.externalApiBaseUrl !== undefined && isFinished(body);
  return [
    ...ids.map((id) => ({ id, kind: mediaKinds[id] })),
    ...[...typeIds]
      .filter((typeId) => typeIdForm.test(typeId))
      .map((typeId) => ({ id: `${generalPrefix}${typeId}`, kind: "proof_of_address" as const })),
    ...(isReported ? [{ id: reportId, kind: "other", mediaType: "application/pdf" } as const] : []),
  ];
}
