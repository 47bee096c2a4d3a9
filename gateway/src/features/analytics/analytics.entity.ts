import { defineEntity, p } from "@mikro-orm/core";
import { decisionTimeColumns } from "./duration-histogram.ts";

/** What a session is counted by, and what is counted of it. */
const factProperties = () => ({
  tenantId: p.uuid(),
  /** In which the session was asked for. */
  hour: p.datetime(),
  flow: p.text(),
  connectionId: p.uuid(),
  rule: p.text(),
  variant: p.text(),
  country: p.text(),
  documentType: p.text(),
  isLaunched: p.boolean(),
  isSeen: p.boolean(),
  status: p.text(),
  isReversed: p.boolean(),
  attempts: p.integer(),
  decisionSeconds: p.integer().strictNullable(),
  reasons: p.array(),
});

/** The key of a roll-up. */
const cellProperties = () => ({
  view: p.text().primary(),
  granularity: p.text().primary(),
  tenantId: p.uuid().primary(),
  startsAt: p.datetime().primary(),
  flow: p.text().primary(),
  connectionId: p.uuid().primary(),
  rule: p.text().primary(),
  variant: p.text().primary(),
  country: p.text().primary(),
  documentType: p.text().primary(),
});

/** How far sessions are counted, in the table's one row. */
export const AnalyticsProgressEntity = defineEntity({
  name: "AnalyticsProgress",
  tableName: "analytics_progress",
  properties: {
    isOnly: p.boolean().primary(),
    lastNumber: p.bigint("string"),
    recountAfter: p.uuid().strictNullable(),
  },
});

/** What a session was counted as. */
export const AnalyticsSessionEntity = defineEntity({
  name: "AnalyticsSession",
  tableName: "analytics_sessions",
  properties: { sessionId: p.uuid().primary(), isFrozen: p.boolean(), ...factProperties() },
});

/** What an erased session was counted as, without the session. */
export const AnalyticsFrozenEntity = defineEntity({
  name: "AnalyticsFrozen",
  tableName: "analytics_frozen",
  properties: { id: p.uuid().primary(), ...factProperties() },
});

/** A roll-up. */
export const AnalyticsCellEntity = defineEntity({
  name: "AnalyticsCell",
  tableName: "analytics_cells",
  properties: {
    ...cellProperties(),
    created: p.integer(),
    launched: p.integer(),
    seen: p.integer(),
    approved: p.integer(),
    rejected: p.integer(),
    expired: p.integer(),
    reversed: p.integer(),
    attempts: p.integer(),
    decisionSeconds: p.bigint("string"),
    ...Object.fromEntries(
      decisionTimeColumns.map((name) => [name, p.integer().strictNullable().fieldName(name)]),
    ),
  },
});

/** How many rejections of a roll-up have a reason. */
export const AnalyticsReasonEntity = defineEntity({
  name: "AnalyticsReason",
  tableName: "analytics_reasons",
  properties: { ...cellProperties(), reason: p.text().primary(), rejected: p.integer() },
});

/** Calls of one process at a provider within an hour. */
export const AnalyticsCallsEntity = defineEntity({
  name: "AnalyticsCalls",
  tableName: "analytics_calls",
  properties: {
    startsAt: p.datetime().primary(),
    connection: p.text().primary(),
    operation: p.text().primary(),
    outcome: p.text().primary(),
    processId: p.uuid().primary(),
    calls: p.integer(),
    durationMs: p.bigint("string"),
    durations: p.array().columnType("integer[]"),
  },
});
