import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server was asked. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is bytes, as JSON otherwise. */
  readonly body?: unknown;
  /** Leaves the answer open after its first bytes. */
  readonly isEndless?: boolean;
}

/** A real HTTP server that stands for both hosts of Identomat and answers by a script. */
export interface ProviderServer {
  readonly origin: string;
  readonly requests: SeenRequest[];
  /** Sets the answer of every method from now on. */
  answer(answer: ScriptedAnswer): void;
  /** Sets the answer of one path, which goes before. */
  answerPath(path: string, answer: ScriptedAnswer): void;
  close(): Promise<void>;
}

function send(response: ServerResponse, answer: ScriptedAnswer): void {
  const { status = 200, headers = {}, body, isEndless = false } = answer;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.write(body instanceof Uint8Array ? body : JSON.stringify(body ?? null));
  if (!isEndless) response.end();
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function startProviderServer(): Promise<ProviderServer> {
  const requests: SeenRequest[] = [];
  let scripted: ScriptedAnswer = { status: 501 };
  const byPath = new Map<string, ScriptedAnswer>();
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = Buffer.concat(await request.toArray()).toString("utf8");
    requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, text });
    send(response, byPath.get(request.url ?? "") ?? scripted);
  };
  const server = createServer((request, response) => void receive(request, response));
  const origin = await listen(server);
  return {
    origin,
    requests,
    answer: (answer) => {
      scripted = answer;
    },
    answerPath: (path, answer) => {
      byPath.set(path, answer);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
