import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Event } from "@kyc-gateway/http-api";

/** How a product's endpoint is at the moment. */
export type EndpointMood = "well" | "refusing" | "hanging_up";

/** A product that writes down every event it gets, and acknowledges what it has written down. */
export interface EventBook {
  readonly url: string;
  /** `host:port`, as a deployment allows it. */
  readonly host: string;
  /** Each event by its id, as it came first, in the order of arrival. */
  readonly events: ReadonlyMap<string, BookedEvent>;
  /** Arrivals whose id was there already, with another content. */
  readonly contradictions: number;
  /** POSTs in all, refused ones too. */
  readonly posts: number;
  setMood(mood: EndpointMood): void;
  close(): Promise<void>;
}

export interface BookedEvent {
  readonly text: string;
  readonly event: Event;
}

export async function openEventBook(): Promise<EventBook> {
  const events = new Map<string, BookedEvent>();
  let mood: EndpointMood = "well";
  let [contradictions, posts] = [0, 0];
  const answer = (text: string, response: ServerResponse): void => {
    posts += 1;
    if (mood === "hanging_up") {
      response.destroy();
      return;
    }
    if (mood === "refusing") {
      response.writeHead(503).end();
      return;
    }
    const event = JSON.parse(text) as Event;
    const known = events.get(event.id);
    if (known === undefined) events.set(event.id, { text, event });
    else if (known.text !== text) contradictions += 1;
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(Buffer.concat(chunks).toString("utf8"), response));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    host: `127.0.0.1:${port}`,
    events,
    get contradictions() {
      return contradictions;
    },
    get posts() {
      return posts;
    },
    setMood: (next) => {
      mood = next;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
