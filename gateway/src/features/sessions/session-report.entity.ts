import { defineEntity, p } from "@mikro-orm/core";
import { SessionEntity } from "./session.entity.ts";

/**
 * What is kept of a session's reports: the facts of its status, the raw body that they are from, and the last raw body
 * that only added to them. Each is sealed.
 */
export const SessionReportEntity = defineEntity({
  name: "SessionReport",
  tableName: "session_reports",
  properties: {
    sessionId: () => p.oneToOne(SessionEntity).primary().joinColumn("session_id").mapToPk(),
    tenantId: p.uuid(),
    sealedResult: p.blob(),
    sealedRaw: p.blob(),
    sealedLaterRaw: p.blob().strictNullable(),
    readAt: p.datetime(),
  },
});
