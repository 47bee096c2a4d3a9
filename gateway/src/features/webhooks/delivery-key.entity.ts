import { defineEntity, p } from "@mikro-orm/core";

/** A delivery with a provider's event id, known beyond the partition that it is in. */
export const DeliveryKeyEntity = defineEntity({
  name: "DeliveryKey",
  tableName: "delivery_keys",
  properties: {
    connectionId: p.uuid().primary(),
    dedupeKey: p.blob().primary(),
    deliveryId: p.uuid(),
    receivedAt: p.datetime(),
  },
});
