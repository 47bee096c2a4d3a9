import type { AdapterErrorCode, EvidenceContent, Host, HostResponse } from "@kyc-gateway/adapter-spec/v1";
import { AdapterError } from "./adapter-error.ts";
import { classifyHttpStatus } from "./classify-http-status.ts";
import { toEvidenceContent } from "./evidence-content.ts";
import { type JsonAnswer, parseJsonBody } from "./json-request.ts";
import { readMediaType } from "./media-type.ts";
import { readBoundedBytes } from "./stream.ts";

/** One file to fetch. */
export interface Download {
  /** The adapter's own name of the call, for error messages. */
  readonly operation: string;
  readonly method?: "GET" | "POST";
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  /** Bytes of the file after which its stream fails. */
  readonly maxBytes: number;
  /** Whether a media type is a file's; what is none is taken for an error, whatever its status. Default: all but JSON and HTML. */
  readonly isFile?: (mediaType: string) => boolean;
  /** What 404 means where `findError` does not say. Default: `not_found`. */
  readonly notFound?: Extract<AdapterErrorCode, "session_unknown" | "not_found">;
  /** The adapter's own look at an answer that is no file, before its HTTP status is classified. */
  readonly findError?: (answer: JsonAnswer) => AdapterError | undefined;
}

/** Of an error's body: what is behind it nobody reads. */
const maxErrorBytes = 65_536;

/**
 * Opens a file as a stream, unread. Throws what `findError` finds, `notFound` for 404, the error of any other status
 * (`classifyHttpStatus`), and `response_unrecognised` for a success that is no file.
 */
export async function openDownload(
  host: Pick<Host, "fetch" | "now">,
  download: Download,
): Promise<EvidenceContent> {
  const { operation, method = "GET", url, headers, body, signal, maxBytes } = download;
  const response = await host.fetch(url, {
    method,
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    signal,
    maxResponseBytes: maxBytes,
  });
  if (isFile(response, download)) return toEvidenceContent(response, { operation, maxBytes, signal });
  throw await readError(host, response, download);
}

function isFile({ status, headers }: HostResponse, download: Download): boolean {
  const mediaType = readMediaType(headers) ?? "application/octet-stream";
  const accept = download.isFile ?? ((type) => !/^(?:text\/html|.*[/+]json)$/.test(type));
  return status >= 200 && status <= 299 && status !== 204 && accept(mediaType);
}

async function readError(
  host: Pick<Host, "now">,
  response: HostResponse,
  { operation, signal, notFound = "not_found", findError }: Download,
): Promise<AdapterError> {
  const { status, headers } = response;
  const bytes = await readBoundedBytes(response, { operation, maxBytes: maxErrorBytes, signal });
  const contentType = readMediaType(headers);
  const answer: JsonAnswer = { operation, status, headers, contentType, body: parseJsonBody(bytes) };
  const found = findError?.(answer);
  if (found !== undefined) return found;
  if (status === 404)
    return new AdapterError({
      code: notFound,
      message: `${operation}: the provider has no such file`,
      httpStatus: status,
    });
  const message = `${operation} was answered with ${contentType ?? "something"} instead of a file`;
  return (
    classifyHttpStatus({ operation, status, headers, nowMs: host.now() }) ??
    new AdapterError({ code: "response_unrecognised", message, httpStatus: status })
  );
}
