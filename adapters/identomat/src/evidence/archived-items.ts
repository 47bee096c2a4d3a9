import type { EvidenceContent, EvidenceItem, ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import { isAdapterError } from "@kyc-gateway/adapter-kit";
import {
  createMissingError,
  maxArchiveBytes,
  maxRecordingBytes,
  readArchives,
  readWhole,
} from "../archive/read-archive.ts";
import type { ArchiveRequest } from "../archive/read-archive.ts";
import { readQuestionFile } from "./question-files.ts";
import { recognise } from "./media-answer.ts";
import type { OpenContext } from "./open-context.ts";
import { packRecordings } from "./pack-recordings.ts";

/** Kinds of evidence that come as archives, one item for each file. */
const archived = {
  "visual-marker": { operation: "get-visual-markers", kind: "document_security_feature" },
  "call-shot": { operation: "get-video-call-shots", kind: "call_screenshot" },
} as const;
type ArchivedPrefix = keyof typeof archived;

const recordingsId = "call-recordings";
const itemForm = /^(visual-marker|call-shot)\.(\d{1,3})$/;
/** What an account says that has no such part of the service, and a session that has nothing of it. */
const absentCodes = new Set(["not_found", "credentials_rejected"]);

function buildRequest(
  { call, host }: OpenContext,
  reference: ProviderReference,
  part: Pick<ArchiveRequest, "operation"> & { readonly parameters?: ArchiveRequest["parameters"] },
): ArchiveRequest {
  const parameters = { sessionId: reference.id, ...part.parameters };
  return { operation: part.operation, parameters, call, nowMs: host.now() };
}

async function countFiles(context: OpenContext, request: ArchiveRequest): Promise<number> {
  let count = 0;
  try {
    for await (const { content } of readArchives(context.client, request, maxArchiveBytes)) {
      count += 1;
      content.resume();
    }
  } catch (error) {
    if (!isAdapterError(error) || !absentCodes.has(error.code)) throw error;
  }
  return count;
}

/** The markers of the document and the pictures of the call: which there are only their archives tell. */
export async function listArchivedItems(
  context: OpenContext,
  reference: ProviderReference,
): Promise<readonly EvidenceItem[]> {
  const counts = await Promise.all(
    (Object.keys(archived) as ArchivedPrefix[]).map(async (prefix) => ({
      prefix,
      count: await countFiles(context, buildRequest(context, reference, archived[prefix])),
    })),
  );
  const hasCall = counts.some(({ prefix, count }) => prefix === "call-shot" && count > 0);
  return [
    ...counts.flatMap(({ prefix, count }) =>
      Array.from({ length: count }, (_, index) => ({
        id: `${prefix}.${index}`,
        kind: archived[prefix].kind,
      })),
    ),
    ...(hasCall
      ? [{ id: recordingsId, kind: "call_recording", mediaType: "application/x-tar" } as const]
      : []),
  ];
}

/** Opens an item that comes in an archive; absent when the id is of no such item. */
export async function openArchivedItem(
  context: OpenContext,
  reference: ProviderReference,
  itemId: string,
): Promise<EvidenceContent | undefined> {
  if (itemId === recordingsId) {
    const request = buildRequest(context, reference, { operation: "get-video-call-videos" });
    return packRecordings(readArchives(context.client, request, maxRecordingBytes), request);
  }
  const [, prefix, index] = itemForm.exec(itemId) ?? [];
  if (prefix !== undefined) {
    const { operation } = archived[prefix as ArchivedPrefix];
    return openFile(context, buildRequest(context, reference, { operation }), Number(index));
  }
  const file = readQuestionFile(itemId);
  if (file === undefined) return undefined;
  const parameters = { ...file };
  return openFile(
    context,
    buildRequest(context, reference, { operation: "get-question-file", parameters }),
    0,
  );
}

async function openFile(
  { client }: Pick<OpenContext, "client">,
  request: ArchiveRequest,
  wanted: number,
): Promise<EvidenceContent> {
  let index = 0;
  for await (const file of readArchives(client, request, maxArchiveBytes)) {
    if (index === wanted) return toContent(await readWhole(file));
    index += 1;
    file.content.resume();
  }
  throw createMissingError(request.operation);
}

export function toContent(bytes: Uint8Array): EvidenceContent {
  const mediaType = recognise(bytes.subarray(0, 16)) ?? "application/octet-stream";
  return { mediaType, length: bytes.byteLength, body: ReadableStream.from([bytes]) };
}
