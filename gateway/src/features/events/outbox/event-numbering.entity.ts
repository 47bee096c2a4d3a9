import { defineEntity, p } from "@mikro-orm/core";

/** The last number that an event got, in the table's one row, which is the lock of numbering. */
export const EventNumberingEntity = defineEntity({
  name: "EventNumbering",
  tableName: "event_numbering",
  properties: {
    isOnly: p.boolean().primary(),
    lastNumber: p.bigint("string"),
    /** Events up to this number may be gone: retention dropped them. */
    droppedThrough: p.bigint("string"),
  },
});
