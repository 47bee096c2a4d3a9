import { once } from "node:events";
import {
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Stands before a provider and codes its answers, although nobody asked for it. */
export interface CodingProxy {
  readonly url: string;
  /** Paths of the answers that it has coded. */
  readonly coded: readonly string[];
  close(): void;
}

export interface Coding {
  /** The `Content-Encoding` that it says. */
  readonly name: string;
  readonly encode: (plain: string) => string | Uint8Array;
}

export async function startCodingProxy(target: string, { name, encode }: Coding): Promise<CodingProxy> {
  const coded: string[] = [];
  const answerCoded = async (url: string, answer: IncomingMessage, response: ServerResponse) => {
    const plain = await text(answer);
    coded.push(url);
    response.writeHead(answer.statusCode ?? 500, {
      ...leaveOut(answer.headers, framing),
      "content-encoding": name,
    });
    response.end(encode(plain));
  };
  const server = createServer((request, response) => {
    const { url = "/", method, headers } = request;
    const onward = ask(
      `${target}${url}`,
      { method, headers: leaveOut(headers, ["host"]) },
      (answer) => void answerCoded(url, answer, response),
    );
    request.pipe(onward);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    coded,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const framing = ["content-length", "transfer-encoding"];

function leaveOut(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
