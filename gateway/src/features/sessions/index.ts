/** What other features may use of this one. */
export { findSession } from "./find-session.ts";
export type { EarlierDecision } from "./import-decision.store.ts";
export { presentTimelineEntry } from "./present-timeline-entry.ts";
export type { RefreshForecast } from "./preview-refresh.service.ts";
export { presentSession } from "./present-session.ts";
export { presentFlowStanding } from "./present-standing.ts";
export { recordTransition } from "./record-transition.ts";
export { openFacts, openRawReport } from "./report-row.ts";
export type { SessionReads } from "./session-reads.store.ts";
export { type SessionRow, openSession, sessionColumns } from "./session-row.store.ts";
export { queueErasure, queueRead } from "./session-jobs.store.ts";
export type { LeaseShare, StoredLease } from "./lease.store.ts";
export type { SessionService } from "./session-service.ts";
export { tellWatchChange } from "./tell-watch-change.store.ts";
export { SessionEntity } from "./session.entity.ts";
export { bodyContext } from "./settle.store.ts";
