import { once } from "node:events";
import { connect } from "node:net";

/** What came back on a connection until its end. */
export interface Conversation {
  readonly answer: string;
  /** Bytes that the other side, or the system on its way, took. */
  readonly bytesSent: number;
  readonly tookMs: number;
}

/** One answer of a conversation. */
export interface RawAnswer {
  readonly status: number;
  readonly code: string | undefined;
}

/**
 * Sends bytes as they are on a connection of their own, one chunk after the other as the other side takes them, and
 * listens until the connection ends.
 */
export async function converse(
  url: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  /** Whether it listens only when all is sent, as simple clients do. */
  { isDeafAtFirst = false } = {},
): Promise<Conversation> {
  const startedAt = performance.now();
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  const received: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => received.push(chunk));
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await once(socket, "connect");
  if (isDeafAtFirst) socket.pause();
  for await (const chunk of chunks) {
    if (!socket.writable) break;
    if (!socket.write(chunk)) await Promise.race([once(socket, "drain").catch(() => undefined), closed]);
  }
  socket.resume();
  await closed;
  return {
    answer: Buffer.concat(received).toString("latin1"),
    bytesSent: socket.bytesWritten,
    tookMs: performance.now() - startedAt,
  };
}

/** The answers of a conversation in order. Chunked ones are none of the gateway's here. */
export function readAnswers(answer: string): RawAnswer[] {
  return answer
    .split(/(?=HTTP\/1\.1 \d{3})/)
    .filter((text) => text.startsWith("HTTP/1.1 "))
    .map((text) => ({
      status: Number(text.slice(9, 12)),
      code: /application\/problem\+json[^]*"code":"([a-z_]+)"/.exec(text)?.[1],
    }));
}
