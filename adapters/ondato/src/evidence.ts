import {
  AdapterError,
  discardBody,
  isJsonMediaType,
  readMediaType,
  toEvidenceContent,
} from "@kyc-gateway/adapter-kit";
import type { Call, Evidence, EvidenceContent, ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import { asIdentifier } from "./api/identifier.ts";
import type { OndatoApi } from "./api/ondato-api.ts";
import { listFiles } from "./sessions/files.ts";
import { fetchIdentityVerification, fetchLevels } from "./sessions/read-session.ts";
import { createUnknownSessionError } from "./sessions/unknown-session.ts";

const operation = "open file";
/** Session recordings are the largest; bytes. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

export function createEvidence(api: OndatoApi): Evidence {
  return {
    async list(reference, call) {
      const { identification } = await fetchLevels(api, reference, call);
      return identification ? listFiles(identification.raw) : [];
    },
    async open(reference, itemId, call) {
      const fileId = asIdentifier(itemId);
      if (fileId === undefined)
        throw new AdapterError({ code: "not_found", message: `${operation}: no file has such an id` });
      const identificationId = await findIdentificationId(api, reference, call);
      if (identificationId === undefined) throw createUnknownSessionError(operation);
      const path = `/v1/identifications/${identificationId}/files/${fileId}`;
      return openFile(api, path, call);
    },
  };
}

async function findIdentificationId(
  api: OndatoApi,
  reference: ProviderReference,
  call: Call,
): Promise<string | undefined> {
  const known = asIdentifier(reference.parts?.["identification"]);
  if (known !== undefined) return known;
  return (await fetchIdentityVerification(api, reference, call)).identificationId;
}

async function openFile(api: OndatoApi, path: string, call: Call): Promise<EvidenceContent> {
  const response = await api.openMedia(
    { operation, api: "kyc", path, notFound: "not_found", maxResponseBytes: MAX_FILE_BYTES },
    call,
  );
  const mediaType = readMediaType(response.headers);
  if (isJsonMediaType(mediaType) || mediaType === "text/html") {
    await discardBody(response);
    throw new AdapterError({
      code: "response_unrecognised",
      message: `${operation} was answered with ${mediaType} instead of media`,
      httpStatus: response.status,
    });
  }
  return toEvidenceContent(response, { operation, maxBytes: MAX_FILE_BYTES, signal: call.signal });
}
