import type { ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import type { StartedMediaId } from "../evidence/list-evidence.ts";
import type { Flow } from "../flow/flow.schema.ts";
import { listSteps } from "../flow/list-steps.ts";

const faceDocumentFlags = ["allow_face_doc_upload", "require_face_document"] as const;

/** Which media the steps of a flow take that a result does not tell of. A configuration's own steps are not known here. */
function listStartedMedia(flow: Flow): readonly StartedMediaId[] {
  const types = new Set(listSteps(flow).map(({ part }) => part.type));
  const hasFaceDocument =
    types.has("face-document") || faceDocumentFlags.some((flag) => flow.flags?.[flag] === true);
  const media: StartedMediaId[] = [];
  if (types.has("liveness") || flow.flags?.liveness === true) media.push("face-video");
  if (hasFaceDocument) media.push("face-document");
  return media;
}

/** The media as a part of the session's reference, which is handed back at every read. */
export function writeStartedMedia(flow: Flow): Pick<ProviderReference, "parts"> {
  const media = listStartedMedia(flow);
  return media.length === 0 ? {} : { parts: { media: media.join(" ") } };
}

export function readStartedMedia({ parts }: ProviderReference): readonly string[] {
  return parts?.["media"]?.split(" ") ?? [];
}
