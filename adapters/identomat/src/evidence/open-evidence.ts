import type {
  Call,
  EvidenceContent,
  Host,
  HostResponse,
  ProviderReference,
} from "@kyc-gateway/adapter-spec/v1";
import {
  AdapterError,
  classifyHttpStatus,
  normaliseWord,
  readBoundedBytes,
  readMediaType,
  toEvidenceContent,
} from "@kyc-gateway/adapter-kit";
import type { Client, Operation } from "../client/client.ts";
import { findProviderError } from "../client/provider-error.ts";
import { readMediaAnswer } from "./media-answer.ts";
import { mediaKinds, readTypeId, reportId } from "./list-evidence.ts";

const maxEvidenceBytes = 268_435_456;
const maxErrorBytes = 65_536;
const goneWords = new Set(["not_found", "face_photo_not_found"]);

interface Target {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string | boolean>>;
}

function findTarget(reference: ProviderReference, itemId: string): Target {
  if (itemId === reportId) {
    return {
      operation: "export-session-as-pdf",
      parameters: { sessionId: reference.id, exportSession: true },
    };
  }
  const parameters = { session_token: reference.id };
  if (Object.hasOwn(mediaKinds, itemId)) return { operation: `result/${itemId}/`, parameters };
  const typeId = readTypeId(itemId);
  if (typeId !== undefined) {
    return { operation: "result/general-document/", parameters: { ...parameters, typeId } };
  }
  throw new AdapterError({ code: "session_unknown", message: "this provider has no evidence of that id" });
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
  if (error?.providerCode !== undefined && goneWords.has(normaliseWord(error.providerCode))) {
    const { message, providerCode } = error;
    return new AdapterError({ code: "session_unknown", message, httpStatus: status, providerCode });
  }
  const message = `${operation} was answered with neither media nor a known error`;
  return error ?? new AdapterError({ code: "response_unrecognised", message, httpStatus: status });
}

export interface OpenContext {
  readonly client: Client;
  readonly host: Host;
  readonly call: Call;
}

/** Opens a medium as a stream. An answer that neither calls itself media nor begins like one is an error, whatever its status. */
export async function openEvidence(
  context: OpenContext,
  reference: ProviderReference,
  itemId: string,
): Promise<EvidenceContent> {
  const target = findTarget(reference, itemId);
  const { client, call } = context;
  const limit = { operation: target.operation, maxBytes: maxEvidenceBytes, signal: call.signal };
  const answer = await client.open({ ...target, call, maxResponseBytes: maxEvidenceBytes });
  const { response, mediaType } = await readMediaAnswer(answer, limit);
  if (mediaType === undefined) throw await readError(target, response, context);
  return { ...(await toEvidenceContent(response, limit)), mediaType };
}
