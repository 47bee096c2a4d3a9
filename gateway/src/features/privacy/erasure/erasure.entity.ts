import { defineEntity, p } from "@mikro-orm/core";
import type { Erasure, ErasedSession, ProviderOutcome } from "./erasure.ts";

/** What somebody asked to be erased, and its receipt. Holds no personal data. */
export const ErasureEntity = defineEntity({
  name: "Erasure",
  tableName: "erasures",
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    kind: p.text().$type<Erasure["kind"]>(),
    cause: p.text().$type<Erasure["cause"]>(),
    applicantHash: p.blob().strictNullable(),
    requestedBy: p.text(),
    requestedAt: p.datetime(),
    /** Rows that went, by table. */
    removed: p.json<Record<string, number>>(),
    completedAt: p.datetime().strictNullable(),
    receipt: p.text().strictNullable(),
  },
});

/** A session that an erasure is about. */
export const ErasureSessionEntity = defineEntity({
  name: "ErasureSession",
  tableName: "erasure_sessions",
  properties: {
    erasureId: () => p.manyToOne(ErasureEntity).primary().joinColumn("erasure_id").mapToPk(),
    sessionId: p.uuid().primary(),
  },
});

/** What is left to be done at a session's provider: one row, however often its erasure was asked for. */
export const ProviderErasureEntity = defineEntity({
  name: "ProviderErasure",
  tableName: "provider_erasures",
  properties: {
    sessionId: p.uuid().primary(),
    tenantId: p.uuid(),
    /** For legal holds, until it is settled. */
    applicantHash: p.blob().strictNullable(),
    state: p.text().$type<ErasedSession["state"]>(),
    outcome: p.text().$type<ProviderOutcome>().strictNullable(),
    attempts: p.integer(),
    lastFailure: p.text().strictNullable(),
    requestedAt: p.datetime(),
    nextAttemptAt: p.datetime(),
    settledAt: p.datetime().strictNullable(),
  },
});
