import type { EventType } from "@kyc-gateway/http-api";
import type { InferEntity } from "@mikro-orm/core";
import type { Database } from "../../../platform/database/database.ts";
import { findFirstIdFor } from "../../../platform/database/first-id.ts";
import { EventAttemptEntity } from "./event-attempt.entity.ts";
import { EventEndpointEntity } from "./event-endpoint.entity.ts";
import { OutboxEventEntity } from "./outbox-event.entity.ts";

const maxEvents = 200;
const maxPosts = 1000;

/** An event of a session, with each POST of it, oldest first. */
export interface SessionEvent {
  readonly id: string;
  readonly seq: number;
  readonly type: EventType;
  readonly occurredAt: Date;
  readonly posts: readonly (Pick<
    InferEntity<typeof EventAttemptEntity>,
    "endpointId" | "kind" | "attempt" | "startedAt" | "durationMs" | "outcome" | "httpStatus"
  > & { readonly host: string })[];
}

/** What a tenant was told about a session, oldest first, and what was tried to tell it. */
export async function listSessionEvents(
  { orm }: Pick<Database, "orm">,
  { tenantId, sessionId }: { readonly tenantId: string; readonly sessionId: string },
): Promise<readonly SessionEvent[]> {
  const em = orm.em.fork();
  const since = { $gte: findFirstIdFor(sessionId) };
  const events = await em.find(
    OutboxEventEntity,
    { sessionId, tenantId, id: since },
    { orderBy: { seq: "asc" }, limit: maxEvents },
  );
  const endpoints = await em.find(EventEndpointEntity, { tenantId });
  const posts = await em.find(
    EventAttemptEntity,
    {
      endpointId: { $in: endpoints.map(({ id }) => id) },
      eventId: { $in: events.map(({ id }) => id) },
      id: since,
    },
    { orderBy: { id: "asc" }, limit: maxPosts },
  );
  const hosts = new Map(endpoints.map(({ id, url }) => [id, new URL(url).host]));
  return events.map(({ id, seq, type, occurredAt }) => ({
    id,
    seq,
    type,
    occurredAt,
    posts: posts
      .filter(({ eventId }) => eventId === id)
      .map((post) => ({ ...post, host: hosts.get(post.endpointId) ?? "" })),
  }));
}
