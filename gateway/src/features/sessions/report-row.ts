import type { Report } from "@kyc-gateway/adapter-spec/v1";
import { Confidential, type EarlierDecision, type KeptFacts } from "@kyc-gateway/core";
import type { Sealer } from "../../platform/encryption/sealer.ts";
import type { SessionRecord } from "./session.entity.ts";

const table = "session_reports";

type RawColumn = "sealed_raw" | "sealed_later_raw";

/** Kept facts as JSON has them. */
type StoredFacts = Omit<KeptFacts, "earlier"> & {
  readonly earlier: readonly (Omit<EarlierDecision, "decidedAt"> & { readonly decidedAt: string })[];
};

/** What products may read, sealed. */
export function sealFacts(sealer: Sealer, sessionId: string, facts: Confidential<KeptFacts>): Buffer {
  return sealer.sealJson({ table, column: "sealed_result", rowId: sessionId }, facts.reveal());
}

/** Opens what products may read. Throws `UnsealError`. */
export function openFacts(
  sealer: Sealer,
  sessionId: string,
  sealedResult: Uint8Array,
): Confidential<KeptFacts> {
  const context = { table, column: "sealed_result", rowId: sessionId };
  const stored = sealer.openJson(context, sealedResult) as StoredFacts;
  const earlier = stored.earlier.map((decision) => ({
    ...decision,
    decidedAt: new Date(decision.decidedAt),
  }));
  return new Confidential({ ...stored, earlier });
}

/** The provider's body, sealed for later questions. */
export function sealRawReport(
  sealer: Sealer,
  { sessionId, column, report }: { sessionId: string; column: RawColumn; report: Confidential<Report> },
): Buffer {
  return sealer.sealJson({ table, column, rowId: sessionId }, report.reveal().raw ?? null);
}

/** Opens the provider's own body; null where it gave none. Throws `UnsealError`. */
export function openRawReport(
  sealer: Sealer,
  { sessionId, column, sealed }: { sessionId: string; column: RawColumn; sealed: Uint8Array },
): Confidential<unknown> {
  return new Confidential(sealer.openJson({ table, column, rowId: sessionId }, sealed));
}

/** The last day of the document that a decision was given for: the one date of the claims that anything is planned by. */
export function findDocumentExpiry(kept: KeptFacts | undefined): string | undefined {
  const day = kept?.facts.claims?.document?.expiresOn;
  return day !== undefined && isCalendarDay(day) ? day : undefined;
}

/** Facts that are not kept any more leave the date of an approval as it is; whoever is not approved has none. */
export function keepDocumentExpiry(
  entity: Pick<SessionRecord, "status" | "documentExpiresOn">,
  kept: KeptFacts | undefined,
): void {
  if (entity.status !== "APPROVED") entity.documentExpiresOn = null;
  else entity.documentExpiresOn = findDocumentExpiry(kept) ?? entity.documentExpiresOn;
}

function isCalendarDay(day: string): boolean {
  const at = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day >= "1000";
}
