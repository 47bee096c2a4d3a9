import { defineEntity, p } from "@mikro-orm/core";

/** What the provider last said about a session: the normalised result and the raw body, each sealed. */
export const SessionReportEntity = defineEntity({
  name: "SessionReport",
  tableName: "session_reports",
  properties: {
    sessionId: p.uuid().primary(),
    tenantId: p.uuid(),
    sealedResult: p.blob(),
    sealedRaw: p.blob(),
    readAt: p.datetime(),
  },
});
