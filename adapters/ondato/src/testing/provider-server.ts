import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
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
  /** Sent as it is when it is text or bytes, as JSON otherwise. */
  readonly body?: unknown;
  /** Called when the request has arrived, before it is answered. */
  readonly onSeen?: () => void;
}

/** A real HTTP server that stands for all hosts of Ondato and answers by a script. */
export interface ProviderServer {
  readonly origin: string;
  readonly requests: SeenRequest[];
  /** Sets the answers of one route, in turn; the last one is repeated. */
  answer(route: string, ...answers: ScriptedAnswer[]): void;
  /** What a route was asked. */
  listRequests(route: string): readonly SeenRequest[];
  /** Forgets requests and answers; a token is to be had again. */
  reset(): void;
  close(): void;
}

const TOKEN_ROUTE = "POST /connect/token";
const TOKEN: ScriptedAnswer = { body: { access_token: "token-1", expires_in: 3600, token_type: "Bearer" } };

export async function startProviderServer(): Promise<ProviderServer> {
  const script = new Map<string, readonly ScriptedAnswer[]>();
  const requests: SeenRequest[] = [];
  const listRequests = (route: string) =>
    requests.filter(({ method, path }) => `${method} ${path}` === route);

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url: path = "", headers } = request;
    const text = Buffer.concat(await request.toArray()).toString();
    requests.push({ method, path, headers, text });
    const route = `${method} ${path}`;
    const answers = script.get(route) ?? [];
    const answer = answers[Math.min(listRequests(route).length, answers.length) - 1] ?? { status: 501 };
    answer.onSeen?.();
    const isRaw = typeof answer.body === "string" || answer.body instanceof Uint8Array;
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(isRaw ? answer.body : JSON.stringify(answer.body));
  };
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const answer = (route: string, ...answers: ScriptedAnswer[]) => void script.set(route, answers);
  const reset = () => {
    requests.splice(0);
    script.clear();
    answer(TOKEN_ROUTE, TOKEN);
  };
  reset();
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer,
    listRequests,
    reset,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
