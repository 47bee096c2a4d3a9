import { defineEntity, p } from "@mikro-orm/core";

/** What operators want of a connection while it runs; null: no limit, and not held. */
export const ConnectionControlsEntity = defineEntity({
  name: "ConnectionControls",
  tableName: "connection_controls",
  properties: {
    connectionId: p.uuid().primary(),
    heldReason: p.text().strictNullable(),
    heldAt: p.datetime().strictNullable(),
    heldBy: p.text().strictNullable(),
    callsPerSecond: p.double().$type<number>().strictNullable(),
    concurrency: p.integer().strictNullable(),
  },
});
