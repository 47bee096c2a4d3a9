import type { HostFetch, HostRequestInit } from "@kyc-gateway/adapter-spec/v1";
import { HostError } from "./host-error.ts";

const defaultMaxResponseBytes = 1_048_576;

/** The gateway's fetch in small: declared origins only, no redirects, bounded answers, errors by closed code. */
export function createHttpFetch(origins: readonly string[]): HostFetch {
  return async (url, init = {}) => {
    if (!origins.includes(new URL(url).origin))
      throw new HostError("settings_invalid", "a host outside the connection's origins");
    const response = await send(url, init);
    return limitBody(response, init.maxResponseBytes ?? defaultMaxResponseBytes);
  };
}

async function send(
  url: string | URL,
  { maxResponseBytes: _limit, ...init }: HostRequestInit,
): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "manual" });
  } catch {
    const isAborted = init.signal?.aborted === true;
    throw new HostError(isAborted ? "timeout" : "unavailable", "the provider did not answer");
  }
}

function limitBody(response: Response, maxBytes: number): Response {
  if (response.body === null) return response;
  let seen = 0;
  const limiter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > maxBytes)
        controller.error(
          new HostError("response_unrecognised", `the answer is longer than ${maxBytes} bytes`),
        );
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(limiter), { status, statusText, headers });
}
