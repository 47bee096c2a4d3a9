import type { HostResponse } from "@kyc-gateway/adapter-spec/v1";
import { AdapterError, isAdapterError } from "./adapter-error.ts";

/** How much of a stream may be read, by whom, and for which operation (named in errors). */
export interface ReadLimit {
  readonly operation: string;
  readonly maxBytes: number;
  /** Aborting it ends the reading with `timeout`. */
  readonly signal?: AbortSignal;
}

function createTooLongError(limit: ReadLimit): AdapterError {
  return new AdapterError({
    code: "response_unrecognised",
    message: `${limit.operation} was answered with more than ${limit.maxBytes} bytes`,
  });
}

function translateReadError(error: unknown, limit: ReadLimit): Error {
  if (isAdapterError(error)) return error;
  const isAborted = limit.signal?.aborted === true;
  return new AdapterError({
    code: isAborted ? "timeout" : "unavailable",
    message: `${limit.operation}: the answer ${isAborted ? "did not end in time" : "broke off"}`,
  });
}

async function readNext(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limit: ReadLimit,
): Promise<Uint8Array | undefined> {
  try {
    limit.signal?.throwIfAborted();
    const { done, value } = await reader.read();
    return done ? undefined : value;
  } catch (error) {
    throw translateReadError(error, limit);
  }
}

/**
 * Passes a stream's bytes on, one chunk at a time. Throws `response_unrecognised` at the first byte over the limit,
 * `timeout` when the signal is aborted and `unavailable` when the connection breaks; the source is cancelled then.
 */
export async function* iterateBounded(
  source: ReadableStream<Uint8Array>,
  limit: ReadLimit,
): AsyncGenerator<Uint8Array, void> {
  const reader = source.getReader();
  // A source that hangs never returns from `read`: cancelling is what wakes it.
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  limit.signal?.addEventListener("abort", cancel, { once: true });
  try {
    let readBytes = 0;
    for (let chunk = await readNext(reader, limit); chunk; chunk = await readNext(reader, limit)) {
      readBytes += chunk.byteLength;
      if (readBytes > limit.maxBytes) throw createTooLongError(limit);
      yield chunk;
    }
    if (limit.signal?.aborted === true) throw translateReadError(undefined, limit);
  } finally {
    limit.signal?.removeEventListener("abort", cancel);
    cancel();
  }
}

/** Reads a short answer to its end at once, within what the host was asked for. Throws as `iterateBounded` does. */
export async function readAtOnce(response: HostResponse, limit: ReadLimit): Promise<Uint8Array> {
  try {
    const bytes = await response.bytes();
    if (bytes.byteLength <= limit.maxBytes) return bytes;
  } catch (error) {
    throw translateReadError(error, limit);
  }
  throw createTooLongError(limit);
}

/** Reads an answer's body to its end, empty when there is none. Throws as `iterateBounded` does. */
export async function readBoundedBytes(response: HostResponse, limit: ReadLimit): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  for await (const chunk of iterateBounded(response.body, limit)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Gives an answer's body up unread, so that its connection is free again. */
export async function discardBody(response: HostResponse): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}
