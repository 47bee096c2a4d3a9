import type { FetchedReport } from "@kyc-gateway/core";
import type { SessionRecord } from "./session.entity.ts";

/**
 * Keeps, of an approval, the last day of the document that was verified: the one date that its end is planned by. A
 * report that does not approve, or leaves the date out, changes nothing; whoever is not approved has none.
 */
export function keepDocumentExpiry(entity: SessionRecord, report: FetchedReport): void {
  if (entity.status !== "APPROVED") {
    entity.documentExpiresOn = null;
    return;
  }
  const expiresOn = report.whole.reveal().claims?.document?.expiresOn;
  const day = report.status === "APPROVED" ? expiresOn : undefined;
  if (day !== undefined && isCalendarDay(day)) entity.documentExpiresOn = day;
}

function isCalendarDay(day: string): boolean {
  const at = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day >= "1000";
}
