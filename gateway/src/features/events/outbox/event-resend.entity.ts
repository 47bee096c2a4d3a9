import { defineEntity, p } from "@mikro-orm/core";
import { EventEndpointEntity } from "./event-endpoint.entity.ts";

/** Events that an endpoint asked for again, by their numbers; `since` and `until` are what was asked for. */
export const EventResendEntity = defineEntity({
  name: "EventResend",
  tableName: "event_resends",
  properties: {
    id: p.uuid().primary(),
    endpointId: () => p.manyToOne(EventEndpointEntity).joinColumn("endpoint_id").mapToPk(),
    afterNumber: p.bigint("string"),
    throughNumber: p.bigint("string"),
    since: p.datetime().strictNullable(),
    until: p.datetime().strictNullable(),
    requestedAt: p.datetime(),
  },
});
