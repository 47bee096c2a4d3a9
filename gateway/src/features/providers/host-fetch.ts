import type { HostFetch, HostRequestInit } from "@kyc-gateway/adapter-spec/v1";
import { Agent, type Dispatcher } from "undici";
import { currentTraceparent } from "../../platform/observability/trace-context.ts";
import { HostError } from "./calling/host-error.ts";

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
    const { statusCode, headers, body } = await send(agent, target, init);
    // Who reads is told by the reading; who gives up does not want to know.
    body.on("error", () => undefined);
    const coding = headers["content-encoding"];
    if (coding !== undefined && coding !== "identity") {
      body.destroy();
      throw new HostError("response_unrecognised", "The provider's answer is coded, which nobody asked for.");
    }
    return {
      status: statusCode,
      headers: readHeaders(headers),
      body: limitBody(body, {
        maxBytes: init.maxResponseBytes ?? defaultMaxResponseBytes,
        signal: init.signal,
      }),
    };
  };
}

/**
 * The dispatcher itself: what `fetch` registers for finalisation keeps every answer, its streams and its request until
 * the next full garbage collection, and that is felt as pauses.
 */
async function send(
  agent: Agent,
  url: URL,
  { method = "GET", headers = {}, body, signal }: HostRequestInit,
): Promise<Dispatcher.ResponseData> {
  const traceparent = currentTraceparent();
  try {
    return await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: {
        accept: "*/*",
        "accept-encoding": "identity",
        ...lowerNames(headers),
        ...(traceparent === undefined ? {} : { traceparent }),
      },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw translate(error, signal);
  }
}

/** However an adapter spells a name, it replaces ours. */
function lowerNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function readHeaders(raw: Dispatcher.ResponseData["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, one);
  return headers;
}

function translate(
  error: unknown,
  signal: AbortSignal | undefined,
  what = "The provider cannot be reached",
): HostError {
  if (signal?.aborted === true)
    return new HostError("timeout", "The provider did not answer before the deadline.");
  const code = findCode(error);
  if (code?.includes("TIMEOUT") === true && !notSentCodes.has(code))
    return new HostError("timeout", `The provider did not answer in time (${code}).`);
  const details = code !== undefined && notSentCodes.has(code) ? { requestSent: false } : {};
  return new HostError("unavailable", `${what} (${code ?? "no further word"}).`, details);
}

function findCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : findCode(error.cause);
}

interface BodyLimits {
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Adapters may read bodies as they like: none of them can be made to read without end. */
function limitBody(
  body: Dispatcher.ResponseData["body"],
  { maxBytes, signal }: BodyLimits,
): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  let seen = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await chunks.next().catch((error: unknown) => {
          throw translate(error, signal, "The provider's answer broke off");
        });
        if (next.done === true) return controller.close();
        const { value } = next;
        seen += value.byteLength;
        if (seen > maxBytes) {
          body.destroy();
          throw new HostError(
            "response_unrecognised",
            `The provider's answer is longer than ${maxBytes} bytes.`,
          );
        }
        controller.enqueue(value);
      },
      cancel: () => void body.destroy(),
    },
    { highWaterMark: 0 },
  );
}
