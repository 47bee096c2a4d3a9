import { defineEntity, p, type InferEntity } from "@mikro-orm/core";

/** `warned`: posts have been failing for a while. `disabled`: nothing is sent until the tenant says so. */
export type EndpointState = "active" | "warned" | "disabled";
/** `exhausted`: the retry schedule is over. `gone`: the endpoint answered 410. `requested`: the tenant wanted it. */
export type DisabledReason = "exhausted" | "gone" | "requested";

/** Where a tenant wants its events. Dispatch itself reads and moves it with hot statements. */
export const EventEndpointEntity = defineEntity({
  name: "EventEndpoint",
  tableName: "event_endpoints",
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    url: p.text(),
    description: p.text(),
    /** Null: every type, those to come included. */
    types: p.array().strictNullable(),
    sealedKeys: p.blob(),
    state: p.text().$type<EndpointState>(),
    disabledReason: p.text().$type<DisabledReason>().strictNullable(),
    stateSince: p.datetime(),
    /** The number of the last event that is settled. */
    cursorNumber: p.bigint("string"),
    failures: p.integer(),
    nextAttemptAt: p.datetime(),
    /** Until then one process sends to it; the token tells which. */
    leaseUntil: p.datetime().nullable().persist(false),
    leaseToken: p.uuid().nullable().persist(false),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** An endpoint as the ORM loads it. It never leaves persistence and its stores. */
export type EventEndpointRecord = Omit<InferEntity<typeof EventEndpointEntity>, "leaseUntil" | "leaseToken">;
