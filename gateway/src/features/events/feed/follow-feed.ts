import type { EventType } from "@kyc-gateway/http-api";
import type { EventRow } from "../outbox/event-row.store.ts";
import type { FeedHub, Subscription } from "./feed-hub.ts";
import type { FeedStore } from "./feed.store.ts";

/** A part of the feed: its events, and the number up to which it tells everything. */
export interface FeedPart {
  readonly events: readonly EventRow[];
  readonly through: number;
  readonly hasMore: boolean;
}

/** Which part of the feed a consumer wants. */
export interface FeedRequest {
  readonly tenantId: string;
  readonly after: number;
  readonly limit: number;
  readonly types: readonly EventType[] | undefined;
}

/** Thrown when events behind a cursor are gone. */
export class CursorExpiredError extends Error {
  constructor() {
    super("Events behind this cursor have been dropped by retention.");
    this.name = "CursorExpiredError";
  }
}

/** What is there now. Throws `CursorExpiredError`. */
export async function readFeed(store: FeedStore, request: FeedRequest): Promise<FeedPart> {
  // First the ends, then the events: what is numbered in between is told twice at most by the cursor, never passed over.
  const { last, droppedThrough } = await store.readEnds();
  if (request.after > 0 && request.after < droppedThrough) throw new CursorExpiredError();
  // One more than asked for tells whether there are more.
  const found = await store.read({ ...request, limit: request.limit + 1 });
  const events = found.slice(0, request.limit);
  const hasMore = found.length > request.limit;
  const lastOfPage = events.at(-1)?.number ?? request.after;
  return { events, hasMore, through: hasMore ? lastOfPage : Math.max(lastOfPage, last, request.after) };
}

/** The next part, waited for when there is none yet; empty when the time is up. */
export async function awaitFeed(
  { store, subscription }: { store: FeedStore; subscription: Subscription },
  request: FeedRequest,
  { waitMs, signal }: { waitMs: number; signal: AbortSignal },
): Promise<FeedPart> {
  const until = performance.now() + waitMs;
  const nothing: FeedPart = { events: [], through: request.after, hasMore: false };
  for (;;) {
    const news = await subscription.take(Math.max(0, until - performance.now()), signal);
    if (news === undefined) return nothing;
    if (news.kind === "behind") return readFeed(store, request);
    const events = news.events.filter(
      ({ number, type }) => number > request.after && (request.types?.includes(type) ?? true),
    );
    // More than a page at once is read anew: the subscription has given away what it kept.
    if (events.length > request.limit) return readFeed(store, request);
    const last = news.events.at(-1)?.number ?? request.after;
    if (events.length > 0) return { events, through: Math.max(last, request.after), hasMore: false };
  }
}

/** Every part of the feed from a place on, until the signal aborts or the hub closes. `undefined` marks a quiet time. */
export async function* followFeed(
  parts: { store: FeedStore; hub: FeedHub; subscription: Subscription },
  request: FeedRequest,
  { quietMs, signal }: { quietMs: number; signal: AbortSignal },
): AsyncGenerator<FeedPart | undefined> {
  let after = request.after;
  let isBehind = true;
  while (!signal.aborted && !parts.hub.isClosed) {
    const here = { ...request, after };
    const part: FeedPart = isBehind
      ? await readFeed(parts.store, here)
      : await awaitFeed(parts, here, { waitMs: quietMs, signal });
    isBehind = part.hasMore;
    after = part.through;
    yield part.events.length > 0 ? part : undefined;
  }
}
