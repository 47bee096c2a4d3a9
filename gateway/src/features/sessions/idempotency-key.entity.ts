import { defineEntity, p } from "@mikro-orm/core";

/** The key under which a product asked for a session, and a hash of what it asked for. */
export const IdempotencyKeyEntity = defineEntity({
  name: "IdempotencyKey",
  tableName: "idempotency_keys",
  properties: {
    /** The session's own. */
    tenantId: p.uuid().primary(),
    key: p.text().primary(),
    fingerprint: p.blob(),
    /** Without a foreign key, see the migration. */
    sessionId: p.uuid(),
    createdAt: p.datetime(),
  },
});
