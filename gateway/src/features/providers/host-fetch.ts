import type { HostFetch, HostHeaders, HostRequestInit, HostResponse } from "@kyc-gateway/adapter-spec/v1";
import type { LookupFunction } from "node:net";
import { type Readable, pipeline, type Duplex } from "node:stream";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { outgoingConnect, outgoingSockets } from "../../platform/http/outgoing-sockets.ts";
import { currentTraceparent } from "../../platform/observability/tracing.ts";
import { bodyOf, exchange, type AnswerBody, type AnswerHead } from "./exchange.ts";
import { HostError } from "./calling/host-error.ts";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";

const defaultMaxResponseBytes = 1_048_576;
const connectTimeoutMs = 3000;

/** What kept a socket from being opened: whatever it was, not a byte of a request was sent. */
const neverConnected = new WeakSet<Error>();

/** The sockets of one connection to a provider: a provider that hangs fills its own pool and no other. */
export function createProviderAgent({ lookup }: { readonly lookup?: LookupFunction } = {}): Dispatcher {
  const connect = buildConnector({
    ...outgoingConnect,
    timeout: connectTimeoutMs,
    ...(lookup === undefined ? {} : { lookup }),
  });
  return new Agent({
    ...outgoingSockets,
    bodyTimeout: 30_000,
    connect: (options, callback) =>
      connect(options, (...result) => {
        const [error] = result;
        if (error !== null) neverConnected.add(error);
        callback(...result);
      }),
  });
}

/** The adapters' way out: allowed origins only, no redirects, bounded answers, errors by closed code. */
export function createHostFetch(agent: Dispatcher, origins: readonly string[]): HostFetch {
  const locate = createLocator(origins);
  return async (url, init = {}) => {
    const target = locate(url);
    const head = await send(agent, target, init);
    const limits = { maxBytes: init.maxResponseBytes ?? defaultMaxResponseBytes, signal: init.signal };
    return new Answer(head.status, decodeAnswer(head), limits);
  };
}

interface Decoded {
  readonly headers: HostHeaders;
  readonly body: AnswerBody;
}

/** The stream is made for whoever asks for it: most answers are short, and read at once. */
class Answer implements HostResponse {
  readonly status: number;
  readonly headers: HostHeaders;
  readonly #limits: BodyLimits;
  readonly #source: AnswerBody;
  #stream: ReadableStream<Uint8Array> | undefined;

  constructor(status: number, { headers, body }: Decoded, limits: BodyLimits) {
    this.status = status;
    this.headers = headers;
    this.#limits = limits;
    this.#source = body;
  }

  get body(): ReadableStream<Uint8Array> {
    this.#stream ??= limitBody(this.#source.stream(), this.#limits);
    return this.#stream;
  }

  bytes(): Promise<Uint8Array> {
    return readWhole(this.#source, this.#limits);
  }
}

interface Target {
  readonly origin: string;
  readonly path: string;
}

/** Most calls of a connection are to the same few addresses: the last one is remembered. */
function createLocator(origins: readonly string[]): (url: string | URL) => Target {
  const allowed = new Set(origins.map((origin) => new URL(origin).origin));
  let last: { readonly url: string | URL; readonly target: Target } | undefined;
  return (url) => {
    if (typeof url === "string" && url === last?.url) return last.target;
    const { origin, pathname, search } = new URL(url);
    if (!allowed.has(origin)) {
      throw new HostError(
        "settings_invalid",
        `The adapter called ${origin}, which is not among the connection's origins.`,
        { requestSent: false },
      );
    }
    const target = { origin, path: pathname + search };
    last = { url, target };
    return target;
  };
}

async function send(agent: Dispatcher, target: Target, init: HostRequestInit): Promise<AnswerHead> {
  const { method = "GET", headers = {}, body, signal } = init;
  try {
    return await exchange(agent, {
      ...target,
      method,
      headers: describeHeaders(headers),
      body: body ?? null,
      signal,
    });
  } catch (error) {
    throw translate(error, signal);
  }
}

/** However an adapter spells a name, it replaces ours. */
function describeHeaders(own: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = { accept: "*/*", "accept-encoding": "identity" };
  for (const [name, value] of Object.entries(own)) headers[name.toLowerCase()] = value;
  const traceparent = currentTraceparent();
  if (traceparent !== undefined) headers["traceparent"] = traceparent;
  return headers;
}

/** The client's names are in lower case. `without`: what is not true any more of a body that was decoded. */
function readHeaders(
  raw: Dispatcher.ResponseData["headers"],
  without: ReadonlySet<string> = codingAlone,
): HostHeaders {
  return {
    get(spelt) {
      const name = spelt.toLowerCase();
      const value = without.has(name) ? undefined : raw[name];
      return (Array.isArray(value) ? value.join(", ") : value) ?? null;
    },
  };
}

const codingAlone: ReadonlySet<string> = new Set(["content-encoding"]);
/** The length is that of the coded bytes. */
const codingAndLength: ReadonlySet<string> = new Set(["content-encoding", "content-length"]);

function translate(
  error: unknown,
  signal: AbortSignal | undefined,
  what = "The provider cannot be reached",
): HostError {
  if (signal?.aborted === true)
    return new HostError("timeout", "The provider did not answer before the deadline.");
  const code = findCode(error);
  if (isNeverConnected(error))
    return new HostError("unavailable", `${what} (${code ?? "no further word"}).`, { requestSent: false });
  if (code?.includes("TIMEOUT") === true)
    return new HostError("timeout", `The provider did not answer in time (${code}).`);
  if (code?.startsWith("Z_") === true || code?.startsWith("ERR_BROTLI") === true)
    return new HostError("response_unrecognised", `The provider's answer cannot be decoded (${code}).`);
  return new HostError("unavailable", `${what} (${code ?? "no further word"}).`);
}

function isNeverConnected(error: unknown): boolean {
  return error instanceof Error && (neverConnected.has(error) || isNeverConnected(error.cause));
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

function refuseLong({ maxBytes }: BodyLimits): HostError {
  return new HostError("response_unrecognised", `The provider's answer is longer than ${maxBytes} bytes.`);
}

function breakOff(error: unknown, { signal }: BodyLimits): HostError {
  return translate(error, signal, "The provider's answer broke off");
}

async function readWhole(body: AnswerBody, limits: BodyLimits): Promise<Uint8Array> {
  const bytes = await body.readWhole(limits.maxBytes).catch((error: unknown) => {
    throw breakOff(error, limits);
  });
  if (bytes === undefined) throw refuseLong(limits);
  return bytes;
}

/** Adapters may read bodies as they like: none of them can be made to read without end. */
function limitBody(body: Readable, limits: BodyLimits): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  let seen = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await chunks.next().catch((error: unknown) => {
          throw breakOff(error, limits);
        });
        if (next.done === true) return controller.close();
        const { value } = next;
        seen += value.byteLength;
        if (seen > limits.maxBytes) {
          body.destroy();
          throw refuseLong(limits);
        }
        controller.enqueue(value);
      },
      cancel: () => void body.destroy(),
    },
    { highWaterMark: 0 },
  );
}

/** Codings that some server or proxy applies although nobody asked for one. */
const decoders: ReadonlyMap<string, () => Duplex> = new Map<string, () => Duplex>([
  ["gzip", () => createGunzip()],
  ["x-gzip", () => createGunzip()],
  ["deflate", () => createInflate()],
  ["br", () => createBrotliDecompress()],
  ["zstd", () => createZstdDecompress()],
]);

/** What stands in `Content-Encoding` by issue and changes no byte: no coding at all, or the name of a charset. */
const plainWords =
  /^$|^identity$|^none$|^utf-?8$|^utf-?16$|^us-ascii$|^ascii$|^iso-8859-\d{1,2}$|^windows-125\d$/;

/**
 * An answer without its content coding, piece by piece: whoever reads it bounds what comes out, so that a bomb unfolds no
 * further than that. A coding twice over, or an unknown one, is refused.
 */
function decodeAnswer({ headers: raw, body }: AnswerHead): Decoded {
  const coded = raw["content-encoding"];
  if (coded === undefined) return { headers: readHeaders(raw), body };
  const words = String(coded).toLowerCase().split(",");
  const codings = words.map((word) => word.trim()).filter((word) => !plainWords.test(word));
  const [coding] = codings;
  if (coding === undefined) return { headers: readHeaders(raw), body };
  const createDecoder = decoders.get(coding);
  if (createDecoder === undefined || codings.length > 1) {
    body.stream().destroy();
    throw new HostError(
      "response_unrecognised",
      "The provider's answer is coded, which nobody asked for, and not as gzip, deflate, br or zstd.",
    );
  }
  const decoded = pipeline(body.stream(), createDecoder(), () => undefined);
  return { headers: readHeaders(raw, codingAndLength), body: bodyOf(decoded) };
}
