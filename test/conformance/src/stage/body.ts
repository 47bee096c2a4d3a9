import { HostError } from "./host-error.ts";

/** Where a body comes from, and how much of it has been taken. */
export interface BodySource {
  readonly stream: ReadableStream<Uint8Array>;
  pulledChunks(): number;
  pulledBytes(): number;
  isCancelled(): boolean;
}

export interface BodyOptions {
  /** Bytes after which reading fails, as the gateway's host has it. */
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

type NextChunk = () => Uint8Array | undefined | "broken" | "hang";

/** A body whose chunks are made when they are asked for, and not before. */
export function createBody(next: NextChunk, { maxBytes, signal }: BodyOptions): BodySource {
  let chunks = 0;
  let bytes = 0;
  let isCancelled = false;
  const abort = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (isCancelled) return;
    isCancelled = true;
    controller.error(signal?.reason);
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        signal?.addEventListener("abort", () => abort(controller), { once: true });
      },
      pull(controller) {
        const chunk = next();
        if (chunk === "hang") return new Promise<void>(() => undefined);
        if (chunk === "broken") return controller.error(new TypeError("terminated"));
        if (chunk === undefined) return controller.close();
        chunks += 1;
        bytes += chunk.byteLength;
        if (bytes > maxBytes) {
          isCancelled = true;
          controller.error(
            new HostError("response_unrecognised", `the answer is longer than ${maxBytes} bytes`),
          );
        } else controller.enqueue(chunk);
      },
      cancel() {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return {
    stream,
    pulledChunks: () => chunks,
    pulledBytes: () => bytes,
    isCancelled: () => isCancelled,
  };
}

/** Gives bytes out in pieces; then ends, breaks or hangs. */
export function giveOut(bytes: Uint8Array, chunkBytes: number, end?: "broken" | "hang"): NextChunk {
  let position = 0;
  return () => {
    if (position >= bytes.byteLength) return end;
    const chunk = bytes.subarray(position, position + chunkBytes);
    position += chunkBytes;
    return new Uint8Array(chunk);
  };
}

/** So many blanks before the bytes, without ever holding them all. */
export function giveOutAfterBlanks(blankBytes: number, bytes: Uint8Array): NextChunk {
  const blanks = new Uint8Array(1_048_576).fill(0x20);
  const rest = giveOut(bytes, bytes.byteLength);
  let given = 0;
  return () => {
    if (given >= blankBytes) return rest();
    given += blanks.byteLength;
    return blanks;
  };
}
