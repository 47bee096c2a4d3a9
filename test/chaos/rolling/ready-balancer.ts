import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, request } from "undici";

/** A load balancer as deployments have one: it asks `/readyz`, and a replica that is not ready gets no further request. */
export interface ReadyBalancer {
  readonly url: string;
  /** Requests that each replica has answered, in the order of the replicas. */
  readonly answered: readonly number[];
  close(): Promise<void>;
}

const lookEveryMs = 100;
/** Of the connection itself; the rest is passed on. */
const ownHeaders: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding", "host"]);

export async function startReadyBalancer(urls: readonly string[]): Promise<ReadyBalancer> {
  const agent = new Agent({ connections: 128 });
  const ready = new Set<number>();
  const answered = urls.map(() => 0);
  let turn = 0;
  const look = async (): Promise<void> => {
    const looks = urls.map(async (url, index) => {
      const isReady = await fetch(`${url}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
      if (isReady) ready.add(index);
      else ready.delete(index);
    });
    await Promise.all(looks);
  };
  await look();
  const timer = setInterval(() => void look(), lookEveryMs);
  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    turn += 1;
    const index = [...ready][turn % ready.size];
    if (index === undefined) return void response.writeHead(502).end();
    const answer = await request(`${urls[index]}${incoming.url}`, {
      method: incoming.method as "GET",
      dispatcher: agent,
      headers: dropOwn(incoming.headers),
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    });
    const body = Buffer.from(await answer.body.arrayBuffer());
    answered[index] = (answered[index] ?? 0) + 1;
    response.writeHead(answer.statusCode, dropOwn(answer.headers)).end(body);
  };
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    async close() {
      clearInterval(timer);
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      await agent.destroy();
    },
  };
}

function dropOwn(headers: NodeJS.Dict<string | string[]>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || ownHeaders.has(name) ? [] : [[name, value] as const],
    ),
  );
}
