import type { EvidenceContent, HostResponse, ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import {
  AdapterError,
  classifyHttpStatus,
  readBoundedBytes,
  readMediaType,
  toEvidenceContent,
} from "@kyc-gateway/adapter-kit";
import { createMissingError } from "../archive/read-archive.ts";
import { readDataUrls } from "../archive/data-url.ts";
import { postExternal } from "../client/external-result.ts";
import type { Operation } from "../client/operation.ts";
import { findProviderError } from "../client/provider-error.ts";
import { readMediaAnswer } from "./media-answer.ts";
import type { OpenContext } from "./open-context.ts";
import { openArchivedItem, toContent } from "./archived-items.ts";
import { mediaKinds, portraitId, readTypeId } from "./list-evidence.ts";

const maxEvidenceBytes = 268_435_456;
const maxErrorBytes = 65_536;
const maxPortraitBytes = 16_777_216;

export interface Target {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string | boolean>>;
}

function findTarget(reference: ProviderReference, itemId: string): Target {
  const parameters = { session_token: reference.id };
  if (Object.hasOwn(mediaKinds, itemId)) return { operation: `result/${itemId}/`, parameters };
  const typeId = readTypeId(itemId);
  if (typeId !== undefined) {
    return { operation: "result/general-document/", parameters: { ...parameters, typeId } };
  }
  throw new AdapterError({ code: "not_found", message: "this provider has no evidence of that id" });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

/** The error that an answer without media is. Its body is looked at first: its status may well be 200. */
async function readError(
  target: Target,
  response: HostResponse,
  context: OpenContext,
): Promise<AdapterError> {
  const { operation } = target;
  const limit = { operation, maxBytes: maxErrorBytes, signal: context.call.signal };
  const { status, headers } = response;
  const body = parseJson(await readBoundedBytes(response, limit));
  const nowMs = context.host.now();
  const answer = { operation, status, headers, contentType: readMediaType(headers), body };
  const error = findProviderError(answer, nowMs) ?? classifyHttpStatus({ ...answer, nowMs });
  if (status === 404 && error?.code === "request_rejected")
    return new AdapterError({
      code: "not_found",
      message: `${operation}: there is no such medium`,
      httpStatus: status,
    });
  const message = `${operation} was answered with neither media nor a known error`;
  return error ?? new AdapterError({ code: "response_unrecognised", message, httpStatus: status });
}

/** Opens one item of a session's evidence. Throws `not_found` for an id that this adapter gives to none. */
export async function openEvidence(
  context: OpenContext,
  reference: ProviderReference,
  itemId: string,
): Promise<EvidenceContent> {
  if (itemId === portraitId) return openPortrait(context, reference);
  const inArchive = await openArchivedItem(context, reference, itemId);
  return inArchive ?? openMedia(context, findTarget(reference, itemId));
}

async function openPortrait(
  { client, call }: OpenContext,
  { id }: ProviderReference,
): Promise<EvidenceContent> {
  const operation = "get-session-main-document-face-photo";
  const result = await postExternal(client, {
    operation,
    parameters: { sessionId: id },
    call,
    maxResponseBytes: maxPortraitBytes,
  });
  const [photo] = readDataUrls(result, operation);
  if (photo === undefined || photo.bytes.byteLength === 0) throw createMissingError(operation);
  return toContent(photo.bytes);
}

/** Opens a medium as a stream. An answer that neither calls itself media nor begins like one is an error, whatever its status. */
export async function openMedia(context: OpenContext, target: Target): Promise<EvidenceContent> {
  const { client, call } = context;
  const limit = { operation: target.operation, maxBytes: maxEvidenceBytes, signal: call.signal };
  const answer = await client.open({ ...target, call, maxResponseBytes: maxEvidenceBytes });
  const { response, mediaType } = await readMediaAnswer(answer, limit);
  if (mediaType === undefined) throw await readError(target, response, context);
  return { ...(await toEvidenceContent(response, limit)), mediaType };
}
