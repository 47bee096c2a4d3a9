import { Event, EventPage, ListEvents, type EventType } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Events } from "./events.ts";
import { presentEvent } from "./outbox/event-row.store.ts";
import { decodeFeedCursor, encodeFeedCursor } from "./feed/feed-cursor.ts";
import type { Subscription } from "./feed/feed-hub.ts";
import {
  awaitFeed,
  CursorExpiredError,
  readFeed,
  type FeedPart,
  type FeedRequest,
} from "./feed/follow-feed.ts";
import { streamFeed } from "./feed/stream-feed.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";

const defaultLimit = 100;
const eventStream = "text/event-stream";

const schema = {
  operationId: "listEvents",
  summary: "Read your events in order",
  description: [
    "Every event of your sessions in the order in which it became visible; none is passed over, however late its transaction committed. Keep `nextCursor` and come back with it as `after`: whoever was away for a week misses nothing that is still kept.",
    "`wait` makes it a long poll. With `Accept: text/event-stream` the same feed comes as server-sent events: `id` is the cursor, `event` the type, `data` an Event; a browser's `Last-Event-ID` resumes it.",
    "An event can also be posted to you: see `/v1/event-endpoints`.",
  ].join("\n\n"),
  tags: ["Events"],
  headers: Type.Object({
    "last-event-id": Type.Optional(
      Type.String({ maxLength: 100, description: "Resumes a stream; counts before `after`." }),
    ),
  }),
  querystring: ListEvents,
  response: {
    200: {
      description: "Events, oldest first.",
      content: {
        "application/json": { schema: Type.Ref(EventPage) },
        [eventStream]: { schema: Type.String({ description: `Each \`data\` is an ${Event.$id}.` }) },
      },
    },
    ...problemResponses("invalid_request", "cursor_expired"),
  },
};

/** `GET /v1/events`: pages, long polls and streams. */
export const eventsRoute: FastifyPluginAsyncTypebox<{
  readonly events: Events;
}> = async (app, { events }) => {
  // Waits end before the server does.
  app.addHook("preClose", async () => events.hub.close());
  const config = { scope: "events:read", isLongLived: true } as const;
  app.get("/v1/events", { config, schema }, async (request, reply) => {
    const { after, limit = defaultLimit, wait = 0, types } = request.query;
    const wanted: FeedRequest = {
      tenantId: request.tenantId,
      after: readCursor(request.headers["last-event-id"] ?? after),
      limit,
      types: types?.split(",") as EventType[] | undefined,
    };
    await events.notifier.settle();
    if (request.headers.accept?.includes(eventStream) === true)
      return sendStream(events, wanted, { request, reply });
    const page = await readPage(events, wanted, { waitMs: wait * 1000, request, reply });
    // A line that is kept would keep the server that is about to go.
    if (events.hub.isClosed) void reply.header("connection", "close");
    return reply.send(presentPage(page));
  });
};

function readCursor(cursor: string | undefined): number {
  const number = cursor === undefined ? 0 : decodeFeedCursor(cursor);
  if (number !== undefined) return number;
  const message = "is not a cursor that a page of this feed gave";
  throw new ProblemError("invalid_request", {
    issues: [{ pointer: "query after", code: "wrong_format", message }],
  });
}

function presentPage({ events, through, hasMore }: FeedPart) {
  return { items: events.map(presentEvent), nextCursor: encodeFeedCursor(through), hasMore };
}

async function readPage(
  { feed, hub }: Events,
  wanted: FeedRequest,
  { waitMs, request, reply }: { waitMs: number; request: FastifyRequest; reply: FastifyReply },
): Promise<FeedPart> {
  if (waitMs === 0) return orProblem(readFeed(feed, wanted));
  const subscription = await subscribe(hub, wanted.tenantId);
  const { signal, problem, release } = watchConsumer(request, reply);
  try {
    const first = await orProblem(readFeed(feed, wanted));
    if (first.events.length > 0) return first;
    const part = await awaitFeed(
      { store: feed, subscription },
      { ...wanted, after: first.through },
      { waitMs, signal },
    );
    const refusal = problem();
    if (refusal !== undefined) throw refusal;
    return part;
  } finally {
    release();
    subscription.close();
  }
}

async function sendStream(
  { feed, hub }: Events,
  wanted: FeedRequest,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const subscription = await subscribe(hub, wanted.tenantId);
  const { signal, release } = watchConsumer(request, reply);
  try {
    // A cursor that is too old is told before the stream begins.
    await orProblem(readFeed(feed, { ...wanted, limit: 1 }));
  } catch (error) {
    subscription.close();
    release();
    throw error;
  }
  return reply
    .header("content-type", eventStream)
    .header("cache-control", "no-store")
    .header("connection", "close")
    .header("x-accel-buffering", "no")
    .send(streamFeed({ store: feed, hub, subscription }, wanted, signal));
}

async function subscribe(hub: Events["hub"], tenantId: string): Promise<Subscription> {
  const subscribed = await hub.subscribe(tenantId);
  if (subscribed.kind === "tenant_full")
    throw new ProblemError("rate_limited", {
      detail: "Too many of your consumers are waiting at the event feed already.",
      retryAfterMs: 5000,
    });
  if (subscribed.kind === "process_full") throw new ProblemError("overloaded", { retryAfterMs: 2000 });
  return subscribed.subscription;
}

/** A consumer that reads nothing does not notice that its stream has ended: its connection is closed instead. */
const closeAfterMs = 500;

interface WatchedConsumer {
  /** Aborts when the consumer has gone, or its key has ended. */
  readonly signal: AbortSignal;
  /** Why its key has ended. */
  readonly problem: () => ProblemError | undefined;
  readonly release: () => void;
}

/** Watches an answer, not its connection: that serves many requests. */
function watchConsumer(request: FastifyRequest, { raw }: FastifyReply): WatchedConsumer {
  const ending = new AbortController();
  let problem: ProblemError | undefined;
  const release = request.watchAccess((refusal) => {
    problem = refusal;
    ending.abort();
    setTimeout(() => {
      if (raw.headersSent && !raw.writableFinished) raw.destroy();
    }, closeAfterMs).unref();
  });
  raw.once("close", () => {
    release();
    ending.abort();
  });
  if (raw.destroyed) ending.abort();
  return { signal: ending.signal, problem: () => problem, release };
}

async function orProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CursorExpiredError)
      throw new ProblemError("cursor_expired", {
        detail:
          "Events behind this cursor are gone. Begin again without `after`, and read your sessions as they stand.",
      });
    throw error;
  }
}
