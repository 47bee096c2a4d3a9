import type { EvidenceItem, EvidenceKind } from "@kyc-gateway/adapter-spec/v1";
import { readMember } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { readFaults } from "../report/faults.ts";
import { isProofOfAddress, listGeneralDocuments } from "../report/general-documents.ts";
import { hasDocument, hasFace, hasPassport, hasSide, readLive } from "../report/media.ts";
import { readResult } from "../report/result-word.ts";
import { listQuestionFiles } from "./question-files.ts";

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

/** Media that a result does not tell of, and whose steps the session was started with. */
export type StartedMediaId = Extract<MediaId, "face-video" | "face-document">;

const isPresent: Readonly<Record<MediaId, (body: UnknownRecord) => boolean>> = {
  "card-front": (body) => hasSide(body, "front"),
  "card-back": (body) => hasSide(body, "back"),
  passport: hasPassport,
  face: hasFace,
  // A video is taken for liveness, also for one that failed; of a passive one nothing in the result tells.
  "face-video": (body) => readLive(body) === true || hasLivenessFault(body),
  "face-document": (body) => ["face_document", "faceDocument"].some((key) => Boolean(readMember(body, key))),
};

function hasLivenessFault(body: UnknownRecord): boolean {
  return readFaults(body).some(({ meaning }) => meaning?.check === "liveness");
}

const generalPrefix = "general-document.";
const typeIdForm = /^[a-z][a-z-]{0,63}$/;

/** The `typeId` in the id of a general document's evidence; absent when it is none. */
export function readTypeId(itemId: string): string | undefined {
  const typeId = itemId.startsWith(generalPrefix) ? itemId.slice(generalPrefix.length) : "";
  return typeIdForm.test(typeId) ? typeId : undefined;
}

/** Pages carry the method's own spelling (`utility-bill`), documents another (`utility_bill`). */
function spellTypeId(type: string): string {
  return type.trim().toLowerCase().replaceAll("_", "-");
}

function* listGeneralItems(body: UnknownRecord): Generator<EvidenceItem> {
  for (const document of listGeneralDocuments(body)) {
    const typeId = spellTypeId(document.type ?? "");
    const kind = isProofOfAddress(document) ? "proof_of_address" : "other";
    if (typeIdForm.test(typeId)) yield { id: `${generalPrefix}${typeId}`, kind };
  }
}

/** The photo that the document shows, from the provider's other host. */
export const portraitId = "document-portrait";

/** Whether the applicant is done. */
export function isFinished(body: UnknownRecord): boolean {
  return readResult(readMember(body, "result")).status !== "IN_PROGRESS";
}

/** Which media a result tells of, and those that the session's steps take once there is a face. */
export function listEvidence(
  body: UnknownRecord,
  startedMedia: readonly string[] = [],
): readonly EvidenceItem[] {
  const isTaken = (id: MediaId) => isPresent[id](body) || (startedMedia.includes(id) && hasFace(body));
  const ids = (Object.keys(mediaKinds) as MediaId[]).filter(isTaken);
  const hasPortrait = isFinished(body) && hasDocument(body);
  const general = new Map([...listGeneralItems(body)].map((item) => [item.id, item]));
  return [
    ...ids.map((id) => ({ id, kind: mediaKinds[id] })),
    ...general.values(),
    ...(hasPortrait ? [{ id: portraitId, kind: "document_portrait" } as const] : []),
    ...listQuestionFiles(body),
  ];
}
