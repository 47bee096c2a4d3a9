import { connect, type Socket } from "node:net";

/** Told the status of the answer; 0 when the connection broke before it was complete. */
export type OnAnswer = (status: number) => void;

/** One keep-alive connection with one request on its way at a time. */
export interface HttpConnection {
  send(request: string, onAnswer: OnAnswer): void;
  close(): void;
}

/**
 * The least that speaks HTTP/1.1: a full client costs more per request than the servers under test, and there are few
 * cores to share. Answers must have a content-length. After a break it connects anew.
 */
export function openConnection(port: number): HttpConnection {
  let waiting: OnAnswer | undefined;
  let received = "";
  let isClosed = false;
  let socket = dial();

  function dial(): Socket {
    const fresh = connect({ port, host: "127.0.0.1", noDelay: true }).setEncoding("latin1");
    fresh.on("data", (chunk: string) => {
      received = received === "" ? chunk : received + chunk;
      const status = readCompleteAnswer(received);
      if (status !== undefined) settle(status);
    });
    fresh.on("error", () => undefined);
    fresh.on("close", () => {
      if (!isClosed) socket = dial();
      settle(0);
    });
    return fresh;
  }

  function settle(status: number): void {
    const onAnswer = waiting;
    waiting = undefined;
    received = "";
    onAnswer?.(status);
  }

  return {
    send(request, onAnswer) {
      waiting = onAnswer;
      socket.write(request, "latin1");
    },
    close() {
      isClosed = true;
      socket.destroy();
    },
  };
}

/** The status, once head and body are there. */
export function readCompleteAnswer(received: string): number | undefined {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received)?.[1];
  if (length === undefined) throw new Error("An answer without content-length: this client cannot read it.");
  return received.length < headEnd + 4 + Number(length) ? undefined : Number(received.slice(9, 12));
}
