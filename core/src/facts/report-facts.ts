import type { Reason, Report } from "@kyc-gateway/adapter-spec/v1";
import type { StatusOrigin } from "../session/session.ts";

/** What a report says beside its verdict. Personal data. */
export type ReportFacts = Pick<
  Report,
  | "claims"
  | "checks"
  | "questionnaires"
  | "screeningMatches"
  | "geolocations"
  | "technicalDetails"
  | "evidence"
  | "comment"
>;

/** A decision that another one has replaced, with the facts that it was given for. */
export interface EarlierDecision {
  readonly status: "APPROVED" | "REJECTED";
  readonly origin: StatusOrigin;
  readonly reasons: readonly Reason[];
  readonly decidedAt: Date;
  readonly facts: ReportFacts;
}

/** What is kept of a session's reports: the facts of the status that they explain. */
export interface KeptFacts {
  readonly facts: ReportFacts;
  /** The provider's last report lacks some of them: it has redacted what it holds. They are kept. */
  readonly isRedacted: boolean;
  /** The provider's last report says otherwise about some of them. Those of the decision are kept. */
  readonly isDifferent: boolean;
  /** Oldest first. */
  readonly earlier: readonly EarlierDecision[];
}

export function selectFacts(report: Report): ReportFacts {
  const { raw: _raw, status: _status, reasons: _reasons, reference: _reference, ...rest } = report;
  const { attempt: _attempt, lapsesAt: _lapsesAt, validUntil: _validUntil, ...facts } = rest;
  return facts;
}
