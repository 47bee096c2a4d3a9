import type { HostFetch, HostRequestInit } from "@kyc-gateway/adapter-spec/v1";
import { Agent, fetch as undiciFetch, type RequestInit as UndiciRequestInit } from "undici";
import { currentTraceparent } from "../observability/trace-context.ts";
import { HostError } from "./host-error.ts";

const defaultMaxResponseBytes = 1_048_576;

/** Socket errors that come before the first byte of the request is written. */
const notSentCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** The sockets of one connection to a provider: a provider that hangs fills its own pool and no other. */
export function createProviderAgent(): Agent {
  return new Agent({
    connect: { timeout: 3000 },
    connections: 64,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    bodyTimeout: 30_000,
  });
}

/** The adapters' way out: allowed origins only, no redirects, bounded answers, errors by closed code. */
export function createHostFetch(agent: Agent, origins: readonly string[]): HostFetch {
  const allowed = new Set(origins.map((origin) => new URL(origin).origin));
  return async (url, init = {}) => {
    const target = new URL(url);
    if (!allowed.has(target.origin)) {
      throw new HostError(
        "settings_invalid",
        `The adapter called ${target.origin}, which is not among the connection's origins.`,
        { requestSent: false },
      );
    }
    const response = await send(agent, target, init);
    return limitBody(response, init.maxResponseBytes ?? defaultMaxResponseBytes);
  };
}

async function send(
  agent: Agent,
  url: URL,
  { maxResponseBytes: _maxResponseBytes, ...init }: HostRequestInit,
): Promise<Response> {
  const headers = new Headers(init.headers);
  const traceparent = currentTraceparent();
  if (traceparent !== undefined) headers.set("traceparent", traceparent);
  const request = {
    ...init,
    headers: [...headers],
    redirect: "manual",
    dispatcher: agent,
  } as UndiciRequestInit;
  try {
    return await undiciFetch(url, request);
  } catch (error) {
    throw translate(error, init.signal ?? undefined);
  }
}

function translate(error: unknown, signal: AbortSignal | undefined): HostError {
  if (signal?.aborted === true)
    return new HostError("timeout", "The provider did not answer before the deadline.");
  const code = findCode(error);
  if (code?.includes("TIMEOUT") === true && !notSentCodes.has(code))
    return new HostError("timeout", `The provider did not answer in time (${code}).`);
  const details = code !== undefined && notSentCodes.has(code) ? { requestSent: false } : {};
  return new HostError(
    "unavailable",
    `The provider cannot be reached (${code ?? "no further word"}).`,
    details,
  );
}

function findCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : findCode(error.cause);
}

/** Adapters may read bodies as they like: none of them can be made to read without end. */
function limitBody(response: Response, maxBytes: number): Response {
  if (response.body === null) return response;
  if (Number(response.headers.get("content-length") ?? 0) > maxBytes) {
    void response.body.cancel().catch(() => undefined);
    throw new HostError("response_unrecognised", `The provider's answer is longer than ${maxBytes} bytes.`);
  }
  let seen = 0;
  const limiter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > maxBytes)
        controller.error(
          new HostError("response_unrecognised", `The provider's answer is longer than ${maxBytes} bytes.`),
        );
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(limiter), { status, statusText, headers: [...headers] });
}
