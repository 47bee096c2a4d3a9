import { once } from "node:events";
import {
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** How the proxy spoils what passes through it; nothing is spoilt that is not named. */
export interface Meddling {
  readonly dropRequestHeaders?: readonly string[];
  readonly dropAnswerHeaders?: readonly string[];
  /** So many requests are passed on, and their answers lost: the connection is reset. */
  readonly loseAnswers?: number;
  /** So many answers are cut off behind this many bytes. */
  readonly cutAnswers?: { readonly times: number; readonly afterBytes: number };
  /** So many requests are answered by the proxy itself. */
  readonly answerItself?: {
    readonly times: number;
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** Nothing of an answer is passed on before its end. */
  readonly collectAnswers?: boolean;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Stands between a product and the gateway, and is no good. */
export interface MeddlingProxy {
  readonly url: string;
  /** What came, since the last `meddle`. */
  readonly seen: readonly SeenRequest[];
  /** From now on. */
  meddle(meddling: Meddling): void;
  /** Resets every connection that is open. */
  cutAll(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startMeddlingProxy(target: string): Promise<MeddlingProxy> {
  let rules: Meddling = {};
  let counts = { lost: 0, cut: 0, own: 0 };
  let seen: SeenRequest[] = [];

  const pass = (answer: IncomingMessage, response: ServerResponse): void => {
    const { loseAnswers = 0, cutAnswers, dropAnswerHeaders = [], collectAnswers = false } = rules;
    if (counts.lost < loseAnswers) {
      counts.lost += 1;
      response.destroy();
      return;
    }
    if (collectAnswers) {
      void collect(answer, response, dropAnswerHeaders).catch(() => response.destroy());
      return;
    }
    response.writeHead(answer.statusCode ?? 500, leaveOut(answer.headers, dropAnswerHeaders));
    if (cutAnswers === undefined || counts.cut >= cutAnswers.times) {
      answer.pipe(response);
      return;
    }
    counts.cut += 1;
    void cutBehind(answer, response, cutAnswers.afterBytes).catch(() => response.destroy());
  };

  const server = createServer((request, response) => {
    const { url = "/", method = "GET", headers } = request;
    seen.push({ method, path: url, headers });
    const { answerItself, dropRequestHeaders = [] } = rules;
    if (answerItself !== undefined && counts.own < answerItself.times) {
      counts.own += 1;
      request.resume();
      response.writeHead(answerItself.status, answerItself.headers).end(answerItself.body);
      return;
    }
    const passedOn = leaveOut(headers, ["host", ...dropRequestHeaders]);
    const onward = ask(`${target}${url}`, { method, headers: passedOn }, (answer) => pass(answer, response));
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get seen() {
      return seen;
    },
    meddle(meddling) {
      rules = meddling;
      counts = { lost: 0, cut: 0, own: 0 };
      seen = [];
    },
    cutAll: () => server.closeAllConnections(),
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function leaveOut(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

async function collect(
  answer: IncomingMessage,
  response: ServerResponse,
  dropped: readonly string[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  response.writeHead(answer.statusCode ?? 500, leaveOut(answer.headers, dropped));
  response.end(Buffer.concat(chunks));
}

async function cutBehind(answer: IncomingMessage, response: ServerResponse, bytes: number): Promise<void> {
  let left = bytes;
  for await (const chunk of answer) {
    const part = (chunk as Buffer).subarray(0, left);
    left -= part.length;
    await new Promise((resolve) => void response.write(part, resolve));
    if (left <= 0) break;
  }
  response.destroy();
}
