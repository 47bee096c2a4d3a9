import type { EventType } from "@kyc-gateway/core";
import { defineEntity, p } from "@mikro-orm/core";

/** One outgoing fact, written in the transaction of the transition that it tells of. */
export const OutboxEventEntity = defineEntity({
  name: "OutboxEvent",
  tableName: "outbox",
  properties: {
    id: p.uuid().primary(),
    /** The order in which events were written, not committed; given by the database. */
    position: p.bigint("string").persist(false),
    /** The place in the feed, given once the event is committed. */
    number: p.bigint("string").nullable().persist(false),
    tenantId: p.uuid(),
    sessionId: p.uuid(),
    seq: p.integer(),
    type: p.text().$type<EventType>(),
    data: p.json<Record<string, unknown>>(),
    occurredAt: p.datetime(),
    /** The span in which it was written. */
    traceContext: p.blob().nullable(),
  },
});
