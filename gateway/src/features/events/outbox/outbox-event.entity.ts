import type { EventType } from "@kyc-gateway/core";
import { defineEntity, p } from "@mikro-orm/core";

/** One outgoing fact, written in the transaction of the transition that it tells of. */
export const OutboxEventEntity = defineEntity({
  name: "OutboxEvent",
  tableName: "outbox",
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    sessionId: p.uuid(),
    seq: p.integer(),
    type: p.text().$type<EventType>(),
    data: p.json<Record<string, unknown>>(),
    occurredAt: p.datetime(),
  },
});
