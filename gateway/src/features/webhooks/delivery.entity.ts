import { defineEntity, p } from "@mikro-orm/core";

/**
 * Where a delivery is. `waiting`: for a read of its session. `unmatched`: no session has its reference yet.
 * `processing`: a read for it failed, or an operator asked for one; the schedule comes back to it. `applied`: the read is
 * committed. `parked`: a person must look.
 */
export type DeliveryState = "waiting" | "unmatched" | "processing" | "applied" | "parked";

/** One authentic incoming webhook, with every secret cut out and the rest sealed. */
export const DeliveryEntity = defineEntity({
  name: "Delivery",
  tableName: "deliveries",
  properties: {
    id: p.uuid().primary(),
    connectionId: p.uuid(),
    sessionId: p.uuid().strictNullable(),
    sessionReference: p.text().strictNullable(),
    eventId: p.text().strictNullable(),
    eventType: p.text(),
    /** Progress that no read tells, as JSON. */
    progress: p.text().strictNullable(),
    dedupeKey: p.blob(),
    sealedBody: p.blob(),
    state: p.text().$type<DeliveryState>(),
    parkCode: p.text().strictNullable(),
    attempts: p.integer(),
    /** How often an equal body came again while this one waited. */
    repeats: p.integer(),
    receivedAt: p.datetime(),
    settledAt: p.datetime().strictNullable(),
    /** The span in which it was received. */
    traceContext: p.blob().strictNullable(),
  },
});
