import { Readable } from "node:stream";
import { presentEvent } from "../outbox/event-row.store.ts";
import { encodeFeedCursor } from "./feed-cursor.ts";
import type { FeedHub, Subscription } from "./feed-hub.ts";
import type { FeedStore } from "./feed.store.ts";
import { followFeed, type FeedPart, type FeedRequest } from "./follow-feed.ts";

/** So often something is sent, that nobody in between takes the line for dead. */
const quietMs = 15_000;
/** What a browser waits before it connects again. */
const retryMs = 2000;

/** The feed as server-sent events (WHATWG HTML, 9.2). Read as fast as the consumer takes it, closed with it. */
export function streamFeed(
  parts: { readonly store: FeedStore; readonly hub: FeedHub; readonly subscription: Subscription },
  request: FeedRequest,
  signal: AbortSignal,
): Readable {
  const stream = Readable.from(writeFeed(parts, request, signal), {
    objectMode: false,
    highWaterMark: 16_384,
  });
  stream.once("close", () => parts.subscription.close());
  return stream;
}

async function* writeFeed(
  parts: Parameters<typeof streamFeed>[0],
  request: FeedRequest,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield `retry: ${retryMs}\n\n`;
  for await (const part of followFeed(parts, request, { quietMs, signal }))
    yield part === undefined ? ": still here\n\n" : writePart(part);
}

function writePart({ events }: FeedPart): string {
  return events
    .map(
      (event) =>
        `id: ${encodeFeedCursor(event.number)}\nevent: ${event.type}\ndata: ${JSON.stringify(presentEvent(event))}\n\n`,
    )
    .join("");
}
