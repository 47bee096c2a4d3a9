import type { Reason, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Cause, StatusOrigin } from "@kyc-gateway/core";
import { defineEntity, p } from "@mikro-orm/core";

/** One committed change of a session. */
export const TimelineEntryEntity = defineEntity({
  name: "TimelineEntry",
  tableName: "timeline",
  properties: {
    sessionId: p.uuid().primary(),
    seq: p.integer().primary(),
    tenantId: p.uuid(),
    attempt: p.integer(),
    at: p.datetime().primary(),
    fromStatus: p.text().$type<SessionStatus>(),
    toStatus: p.text().$type<SessionStatus>(),
    origin: p.text().$type<StatusOrigin>(),
    cause: p.text().$type<Cause>(),
    isReversal: p.boolean(),
    reasons: p.json<Reason[]>(),
  },
});
