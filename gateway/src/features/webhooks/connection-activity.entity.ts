import { defineEntity, p } from "@mikro-orm/core";
import { ConnectionEntity } from "../configuration/index.ts";

/** The usual pace of a connection's deliveries. */
export const ConnectionActivityEntity = defineEntity({
  name: "ConnectionActivity",
  tableName: "connection_activity",
  properties: {
    connectionId: () => p.manyToOne(ConnectionEntity).primary().joinColumn("connection_id").mapToPk(),
    lastDeliveryAt: p.datetime(),
    usualGapSeconds: p.double().$type<number>().strictNullable(),
    deliveryCount: p.bigint("string"),
  },
});

/** The last delivery that the pace counts, in the table's one row. */
export const ActivityWatermarkEntity = defineEntity({
  name: "ActivityWatermark",
  tableName: "activity_watermark",
  properties: {
    isOnly: p.boolean().primary(),
    deliveryId: p.uuid(),
  },
});
