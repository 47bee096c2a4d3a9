import { Readable } from "node:stream";
import type { Call, HostResponse } from "@kyc-gateway/adapter-spec/v1";
import {
  AdapterError,
  classifyHttpStatus,
  isAdapterError,
  iterateBounded,
  readBoundedBytes,
  readMediaType,
} from "@kyc-gateway/adapter-kit";
import { extract } from "tar-stream";
import type { Headers } from "tar-stream";
import type { Client } from "../client/client.ts";
import { createShapeError, readResultOf } from "../client/external-result.ts";
import type { ExternalOperation } from "../client/operation.ts";
import { readDataUrls } from "./data-url.ts";

export interface ArchiveRequest {
  readonly operation: ExternalOperation;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly call: Call;
  readonly nowMs: number;
}

/** Bytes of one answer, and of everything in its archives. */
export const maxArchiveBytes = 67_108_864;
/** Recordings of a call are streamed: more may pass. */
export const maxRecordingBytes = 268_435_456;
const mostEntries = 200;

/** A file of an archive. Its name there is a stranger's and never used. Read it or `resume` it before the next one. */
export interface ArchivedFile {
  readonly size: number;
  readonly content: Readable;
}

/**
 * The files of what a method answers as archives: a tar, or data URLs of tars in lists within JSON; whichever it is. Links,
 * folders and devices are passed over. Throws `response_unrecognised` for what is no archive, ends early, or holds too much.
 */
export async function* readArchives(
  client: Client,
  request: ArchiveRequest,
  maxBytes: number,
): AsyncGenerator<ArchivedFile> {
  const { operation, parameters, call } = request;
  const response = await client.open({ operation, parameters, call, maxResponseBytes: maxBytes });
  const sources = await openSources({ client, request, maxBytes }, response);
  for (const source of sources) yield* readFiles(source, { operation, maxBytes });
}

interface Opening {
  readonly client: Client;
  readonly request: ArchiveRequest;
  readonly maxBytes: number;
}

async function openSources(
  { client, request, maxBytes }: Opening,
  response: HostResponse,
): Promise<readonly Readable[]> {
  const { operation, call, nowMs } = request;
  const limit = { operation, maxBytes, signal: call.signal };
  const { status, headers } = response;
  const contentType = readMediaType(headers);
  const isText = contentType === undefined || /json|text|html/.test(contentType);
  if (status === 200 && !isText && response.body !== null)
    return [Readable.from(iterateBounded(response.body, limit))];
  const body = parseJson(await readBoundedBytes(response, limit));
  const answer = { operation, status, headers, contentType, body };
  const error = client.findError(answer) ?? classifyHttpStatus({ ...answer, nowMs });
  if (error !== undefined) throw error;
  return readDataUrls(readResultOf(answer), operation).map(({ bytes }) => Readable.from([bytes]));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

async function* readFiles(
  source: Readable,
  { operation, maxBytes }: { readonly operation: string; readonly maxBytes: number },
): AsyncGenerator<ArchivedFile> {
  const archive = extract();
  source.once("error", (error) => archive.destroy(error));
  source.pipe(archive);
  let entries = 0;
  let claimedBytes = 0;
  try {
    for await (const entry of archive as AsyncIterable<Readable & { readonly header: Headers }>) {
      const { type, size = 0 } = entry.header;
      entries += 1;
      claimedBytes += size;
      if (entries > mostEntries || claimedBytes > maxBytes)
        throw createShapeError(operation, "a small archive");
      if (type === "file" && size > 0) yield { size, content: entry };
      else entry.resume();
    }
  } catch (error) {
    throw isAdapterError(error) ? error : createShapeError(operation, "an archive");
  } finally {
    source.destroy();
    archive.destroy();
  }
}

/** The bytes of one file. */
export async function readWhole({ content }: ArchivedFile): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** A thing of a session that the provider does not have, by its operation. */
export function createMissingError(operation: string): AdapterError {
  return new AdapterError({ code: "not_found", message: `${operation}: there is nothing of that id` });
}
