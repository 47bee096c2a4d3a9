import type { KeptFacts } from "@kyc-gateway/core";
import type { SessionRecord } from "./session.entity.ts";

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
