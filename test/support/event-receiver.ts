import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Event } from "@kyc-gateway/http-api";

/** One POST that a receiver got. */
export interface ReceivedEvent {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly event: Event;
}

/** Answers a POST as it likes, or not at all. */
export type AnswerEvent = (received: ReceivedEvent, response: ServerResponse) => void;

/** A product's endpoint: remembers what it got. */
export interface EventReceiver {
  /** Without a path. */
  readonly url: string;
  /** `host:port`, as a deployment allows it. */
  readonly host: string;
  /** In the order of arrival. */
  readonly received: readonly ReceivedEvent[];
  readonly connectionCount: number;
  /** What it got at a path. */
  at(path: string): readonly ReceivedEvent[];
  /** From now on. */
  answerWith(answer: AnswerEvent): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export const answerOk: AnswerEvent = (_received, response) => void response.writeHead(204).end();

/** Answers with a status and nothing else. */
export function answerStatus(status: number, headers: Record<string, string> = {}): AnswerEvent {
  return (_received, response) => void response.writeHead(status, headers).end();
}

export async function startEventReceiver(): Promise<EventReceiver> {
  const received: ReceivedEvent[] = [];
  let answer = answerOk;
  let connectionCount = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const got = {
        path: request.url ?? "",
        headers: request.headers,
        text,
        event: JSON.parse(text) as Event,
      };
      received.push(got);
      answer(got, response);
    });
  });
  server.on("connection", () => {
    connectionCount += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    received,
    get connectionCount() {
      return connectionCount;
    },
    at: (path) => received.filter((each) => each.path === path),
    answerWith: (next) => {
      answer = next;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
