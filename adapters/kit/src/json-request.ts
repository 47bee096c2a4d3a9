import type { Host, HostHeaders } from "@kyc-gateway/adapter-spec/v1";
import { AdapterError } from "./adapter-error.ts";
import { classifyHttpStatus } from "./classify-http-status.ts";
import { readMediaType } from "./media-type.ts";
import { readAtOnce } from "./stream.ts";

/** One request that is answered with JSON. */
export interface JsonRequest {
  /** The adapter's own name of the call, for error messages: "begin/". */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  /** Bytes; default 1 MiB. */
  readonly maxResponseBytes?: number;
  /** Accepts a success without a body (204); `body` is then undefined. */
  readonly isEmptyAllowed?: boolean;
  /**
   * The adapter's own look at an answer of any status, before the HTTP status is classified: return an error to throw
   * it. An error's body that is not JSON arrives as undefined.
   */
  readonly findError?: (answer: JsonAnswer) => AdapterError | undefined;
  /** The provider's own code in an error's body: told beside the code of the HTTP status, where it is no prose. */
  readonly readProviderCode?: (answer: JsonAnswer) => string | undefined;
}

/** An answer. `body` is unknown JSON: read it leniently, trust no member. Integers beyond 2^53 are text, digit for digit. */
export interface JsonAnswer {
  readonly operation: string;
  readonly status: number;
  readonly headers: HostHeaders;
  /** The media type, lower case, without parameters. */
  readonly contentType: string | undefined;
  readonly body: unknown;
}

const notJson = Symbol("not JSON");
const defaultMaxResponseBytes = 1_048_576;

const longNumber = /\d{16}/;
const integerForm = /^-?\d+$/;

/** A double holds no more than fifteen digits for certain: a longer integer is somebody's number, and stays its digits. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? "";
  const isInexact = typeof value === "number" && !Number.isSafeInteger(value) && integerForm.test(source);
  return isInexact ? source : value;
}

/** Unknown JSON of a body in UTF-8, digits kept; undefined where it is none. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  const body = parseJson(bytes);
  return body === notJson ? undefined : body;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return JSON.parse(text, longNumber.test(text) ? keepDigits : undefined) as unknown;
  } catch {
    return notJson;
  }
}

async function fetchAnswer(host: Pick<Host, "fetch">, request: JsonRequest): Promise<JsonAnswer> {
  const { operation, signal, maxResponseBytes = defaultMaxResponseBytes } = request;
  const response = await host.fetch(request.url, {
    method: request.method,
    headers: { accept: "application/json", ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
    signal,
    maxResponseBytes,
  });
  const bytes = await readAtOnce(response, { operation, maxBytes: maxResponseBytes, signal });
  return {
    operation,
    status: response.status,
    headers: response.headers,
    contentType: readMediaType(response.headers),
    body: bytes.byteLength === 0 && request.isEmptyAllowed === true ? undefined : parseJson(bytes),
  };
}

/**
 * Sends a request through the host and reads its JSON answer. Throws what `findError` finds; otherwise the error of a
 * status that is not 2xx (`classifyHttpStatus`); `response_unrecognised` for a success that is not JSON, not UTF-8, too
 * long, or empty without leave; and what the host's fetch throws.
 */
export async function requestJson(
  host: Pick<Host, "fetch" | "now">,
  request: JsonRequest,
): Promise<JsonAnswer> {
  const answer = await fetchAnswer(host, request);
  const isJson = answer.body !== notJson;
  const readable = isJson ? answer : { ...answer, body: undefined };
  const providerCode = request.readProviderCode?.(readable);
  const outcome = { ...answer, ...(providerCode === undefined ? {} : { providerCode }), nowMs: host.now() };
  const error = request.findError?.(readable) ?? classifyHttpStatus(outcome);
  if (error !== undefined) throw error;
  if (isJson) return answer;
  throw new AdapterError({
    code: "response_unrecognised",
    message: `${answer.operation} was answered with something that is not JSON`,
    httpStatus: answer.status,
  });
}
