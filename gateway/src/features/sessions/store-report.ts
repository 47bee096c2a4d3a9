import {
  Confidential,
  keepFacts,
  selectFacts,
  type Decision,
  type FetchedReport,
  type KeptFacts,
  type Session,
} from "@kyc-gateway/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import type { Applicant } from "../../platform/encryption/applicant-key.ts";
import { openFacts, sealFacts, sealRawReport } from "./report-row.ts";
import { SessionReportEntity } from "./session-report.entity.ts";
import type { SessionRecord } from "./session.entity.ts";

/** A report that was fetched, and what it has done to its session. */
export interface DecidedReport {
  /** The session as the decision found it. */
  readonly before: Session;
  readonly decision: Decision;
  readonly report: FetchedReport;
  readonly applicant: Applicant;
}

/**
 * Keeps what a report says: the facts of the status, and the body that they are from. A body that only added to them,
 * or said less, is kept beside. The session's row is locked, so that nobody else is at it.
 */
export async function storeReport(em: SqlEntityManager, decided: DecidedReport): Promise<KeptFacts> {
  const { before, decision, report, applicant } = decided;
  const { id: sessionId, tenantId } = before;
  const { sealer } = applicant;
  const row = await em.findOne(SessionReportEntity, { sessionId });
  const stored = row === null ? undefined : openFacts(sealer, sessionId, row.sealedResult).reveal();
  const { kept, isNewBasis } = keepFacts(stored, {
    before,
    decision,
    facts: selectFacts(report.whole.reveal()),
  });
  const sealRaw = (column: "sealed_raw" | "sealed_later_raw") =>
    sealRawReport(sealer, { sessionId, column, report: report.whole });
  const changes = {
    readAt: new Date(),
    sealedResult: sealFacts(sealer, sessionId, new Confidential(kept)),
    ...(row === null || isNewBasis
      ? { sealedRaw: sealRaw("sealed_raw"), sealedLaterRaw: null }
      : { sealedRaw: row.sealedRaw, sealedLaterRaw: sealRaw("sealed_later_raw") }),
  };
  if (row === null) em.create(SessionReportEntity, { sessionId, tenantId, ...changes });
  else Object.assign(row, changes);
  return kept;
}

/** What is kept of a session's reports. Undefined: nothing, or not any more. */
export async function loadFacts(
  em: SqlEntityManager,
  sessionId: string,
  applicant: Applicant | undefined,
): Promise<KeptFacts | undefined> {
  const row = applicant === undefined ? null : await em.findOne(SessionReportEntity, { sessionId });
  if (row === null || applicant === undefined) return undefined;
  return openFacts(applicant.sealer, sessionId, row.sealedResult).reveal();
}

/**
 * Keeps, of an approval, the last day of the document that it was given for: the one date that its end is planned by.
 * Facts that are not kept any more leave it as it is; whoever is not approved has none.
 */
export function keepDocumentExpiry(entity: SessionRecord, kept: KeptFacts | undefined): void {
  if (entity.status !== "APPROVED") {
    entity.documentExpiresOn = null;
    return;
  }
  const day = kept?.facts.claims?.document?.expiresOn;
  if (day !== undefined && isCalendarDay(day)) entity.documentExpiresOn = day;
}

function isCalendarDay(day: string): boolean {
  const at = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day >= "1000";
}
