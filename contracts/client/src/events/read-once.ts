import { KycConnectionError } from "../errors.ts";
import { take, type Api } from "../transport/api.ts";
import type { Event, EventPage, ListEvents } from "../types.ts";
import type { FollowOptions } from "./follow-events.ts";
import { parseEventStream } from "./parse-event-stream.ts";
import { readChunks } from "./read-chunks.ts";

/** How far a consumer is. */
export interface FeedPlace {
  readonly after: string | undefined;
  /** Streams do not come through; pages do. */
  readonly isStreamHeldBack: boolean;
}

/** What a connection gave. Without an event it only moves the cursor. */
export interface FeedStep {
  readonly event?: Event;
  readonly cursor: string | undefined;
}

const defaultSilenceMs = 45_000;
/** Shorter than the time-outs of common proxies. A stream does not wait. */
const waitSeconds = 20;

/** One connection to the feed, to its end: a stream, or a page that was waited for. */
export async function* readOnce(
  api: Api,
  { types, signal, silenceMs = defaultSilenceMs }: FollowOptions & { readonly signal: AbortSignal },
  { after, isStreamHeldBack }: FeedPlace,
): AsyncGenerator<FeedStep, void> {
  const query = {
    wait: waitSeconds,
    ...(after !== undefined && { after }),
    ...(types !== undefined && { types: types.join(",") }),
  };
  if (isStreamHeldBack) return yield* readSteps(await readPage(api, query, signal), after);
  const headers = { accept: "text/event-stream" };
  const init = { params: { query }, headers, signal, parseAs: "stream" } as const;
  const { data, response } = await api.oneStream.GET("/v1/events", init);
  if (data === undefined || data === null) throw describeForeign();
  if (response.headers.get("content-type")?.includes("json") === true)
    return yield* readSteps(parse(await new Response(data).text()) as EventPage, after);
  for await (const { id, data: text } of parseEventStream(readChunks(data, silenceMs)))
    yield { event: parse(text) as Event, cursor: id };
}

/** Asked for without `Accept: text/event-stream`, the feed is JSON. */
export function readPage(api: Api, query: ListEvents, signal?: AbortSignal): Promise<EventPage> {
  const init = { params: { query }, ...(signal !== undefined && { signal }) };
  return take(api.json.GET("/v1/events", init)) as Promise<EventPage>;
}

/** A page has one cursor, behind its last event: until then the one before stays. */
function* readSteps({ items, nextCursor }: EventPage, after: string | undefined): Generator<FeedStep, void> {
  for (const [index, event] of items.entries())
    yield { event, cursor: index === items.length - 1 ? nextCursor : after };
  if (items.length === 0) yield { cursor: nextCursor };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw describeForeign();
  }
}

function describeForeign(): KycConnectionError {
  const message = "What came instead of events is not the gateway's: look at the proxies in between.";
  return new KycConnectionError("not_the_gateway", message, { retryable: false });
}
