import { defineEntity, p } from "@mikro-orm/core";
import { SessionEntity } from "./session.entity.ts";

/** The key under which a product asked for a session, and a hash of what it asked for. */
export const IdempotencyKeyEntity = defineEntity({
  name: "IdempotencyKey",
  tableName: "idempotency_keys",
  properties: {
    /** The session's own. */
    tenantId: p.uuid().primary(),
    key: p.text().primary(),
    fingerprint: p.blob(),
    sessionId: () => p.manyToOne(SessionEntity).joinColumn("session_id").mapToPk(),
    createdAt: p.datetime(),
  },
});
