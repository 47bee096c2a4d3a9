import { KycConnectionError } from "../errors.ts";
import { readFailure } from "./read-failure.ts";

/**
 * Sends a request and gives its answer. Its time-out and its end come by `init.signal`: pass it on. (A `Request` that is made
 * of another one and a signal loses the signal when it is collected as garbage: the request would never end.)
 */
export type Fetch = (request: Request, init: { readonly signal: AbortSignal }) => Promise<Response>;

export interface Sending {
  readonly fetch: Fetch;
  /** How long one attempt may take: to the end of its answer, or to its beginning where it is a stream. */
  readonly timeoutMs: number;
  readonly isStream: boolean;
}

/** One attempt. Gives a success, complete and readable unless it is a stream; throws everything else. */
export async function sendOnce({ fetch, timeoutMs, isStream }: Sending, request: Request): Promise<Response> {
  const ending = new AbortController();
  const abort = () => ending.abort(request.signal.reason);
  request.signal.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(() => ending.abort(timedOut), timeoutMs);
  let place: "unreachable" | "cut_off" = "unreachable";
  try {
    request.signal.throwIfAborted();
    const response = await fetch(request.clone(), { signal: ending.signal });
    place = "cut_off";
    if (isStream && response.ok) return keepWith(response, request);
    return await readWhole(request, response);
  } catch (error) {
    request.signal.throwIfAborted();
    throw describeFailure(error, ending.signal.reason === timedOut ? "timed_out" : place, request);
  } finally {
    clearTimeout(timer);
    // A stream goes on to be ended by the caller's signal.
    if (!isStream) request.signal.removeEventListener("abort", abort);
  }
}

/** Of streams that are read: as long as one is, its request has to be there for its signal to end it. */
const requests = new WeakMap<object, Request>();

function keepWith(response: Response, request: Request): Response {
  if (response.body !== null) requests.set(response.body, request);
  return response;
}

const timedOut = new Error("No answer came in time.");

async function readWhole(request: Request, response: Response): Promise<Response> {
  const text = await response.text();
  if (!response.ok) throw readFailure(request, response, text);
  const isEmpty = response.status === 204;
  if (!isEmpty && !isJson(text)) throw describeForeign(response.status, request);
  return new Response(isEmpty ? null : text, {
    status: response.status,
    headers: keepHeaders(response.headers),
  });
}

/** Without what told of the bytes on the way, which are decoded now. */
function keepHeaders(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) kept.delete(name);
  return kept;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function describeForeign(status: number, request: Request): KycConnectionError {
  const message = `The answer with the status ${status} is no JSON: it was cut off, or somebody else than the gateway answered.`;
  return new KycConnectionError("not_the_gateway", message, { status, ...readKey(request) });
}

function describeFailure(
  error: unknown,
  failure: "unreachable" | "cut_off" | "timed_out",
  request: Request,
): unknown {
  if (error instanceof Error && error.name.startsWith("Kyc")) return error;
  return new KycConnectionError(failure, messages[failure], { cause: error, ...readKey(request) });
}

const messages = {
  unreachable: "The gateway cannot be reached: look at the address, the network and `cause`.",
  cut_off: "The gateway's answer was cut off.",
  timed_out: "The gateway did not answer in time.",
} as const;

function readKey(request: Request): { readonly idempotencyKey: string | undefined } {
  return { idempotencyKey: request.headers.get("idempotency-key") ?? undefined };
}
