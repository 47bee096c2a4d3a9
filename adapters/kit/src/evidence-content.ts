import type { EvidenceContent, HostHeaders, HostResponse } from "@kyc-gateway/adapter-spec/v1";
import { AdapterError } from "./adapter-error.ts";
import { readMediaType } from "./media-type.ts";
import { discardBody, iterateBounded } from "./stream.ts";
import type { ReadLimit } from "./stream.ts";

function readLength(headers: HostHeaders): number | undefined {
  const declared = headers.get("content-length");
  // Of a compressed answer the header counts other bytes than those that are read.
  if (declared === null || headers.get("content-encoding") !== null || !/^\d{1,15}$/.test(declared))
    return undefined;
  return Number(declared);
}

/**
 * Turns an answer into open evidence without reading it: bytes flow as they are asked for, up to `maxBytes`, until the
 * signal is aborted. Throws `response_unrecognised` when there is no body or it is declared longer than that.
 */
export async function toEvidenceContent(response: HostResponse, limit: ReadLimit): Promise<EvidenceContent> {
  const length = readLength(response.headers);
  if (response.body === null || (length !== undefined && length > limit.maxBytes)) {
    await discardBody(response);
    const problem = response.body === null ? "no body" : `more than ${limit.maxBytes} bytes`;
    throw new AdapterError({
      code: "response_unrecognised",
      message: `${limit.operation} was answered with ${problem}`,
      httpStatus: response.status,
    });
  }
  return {
    mediaType: readMediaType(response.headers) ?? "application/octet-stream",
    ...(length === undefined ? {} : { length }),
    body: ReadableStream.from(iterateBounded(response.body, limit)),
  };
}
