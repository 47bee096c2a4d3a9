import type { PostedEventType } from "@kyc-gateway/http-api";
import { defineEntity, p } from "@mikro-orm/core";

/** One POST to an endpoint. */
export const EventAttemptEntity = defineEntity({
  name: "EventAttempt",
  tableName: "event_attempts",
  properties: {
    id: p.uuid().primary(),
    endpointId: p.uuid(),
    eventId: p.uuid(),
    eventType: p.text().$type<PostedEventType>(),
    kind: p.text().$type<"live" | "resend" | "test">(),
    attempt: p.integer(),
    startedAt: p.datetime(),
    durationMs: p.integer(),
    outcome: p.text(),
    httpStatus: p.integer().strictNullable(),
  },
});
