import type { Notice } from "@kyc-gateway/adapter-spec/v1";
import type { Confidential, EarlierDecision, KeptFacts, Session } from "@kyc-gateway/core";
import type { SessionResult } from "@kyc-gateway/http-api";
import { describeReopening } from "./present-session.ts";

/** What is kept of a session's reports, in the words of the API. */
export function presentResult(
  session: Session,
  { facts, readAt }: { facts: Confidential<KeptFacts>; readAt: Date },
): SessionResult {
  const kept = facts.reveal();
  // The stored facts are our own JSON; its arrays are only typed as read-only.
  const told = kept.facts as never as Partial<SessionResult>;
  return {
    sessionId: session.id,
    status: session.status,
    origin: session.origin,
    reasons: session.reasons.map((reason) => ({ ...reason })),
    notices: [...describeReopening(session), ...describeDifferences(kept)],
    decidedAt: session.decidedAt?.toISOString() ?? null,
    readAt: readAt.toISOString(),
    claims: told.claims ?? {},
    checks: told.checks ?? [],
    evidence: told.evidence ?? [],
    questionnaires: told.questionnaires ?? [],
    screeningMatches: told.screeningMatches ?? [],
    geolocations: told.geolocations ?? [],
    technicalDetails: told.technicalDetails ?? null,
    comment: told.comment ?? null,
    earlierDecisions: kept.earlier.map(presentEarlier),
  };
}

function describeDifferences({ isRedacted, isDifferent }: KeptFacts): readonly Notice[] {
  const redacted = {
    code: "provider_redacted",
    detail: "The provider's last report lacks some of these facts. What was verified is kept here.",
  };
  const different = {
    code: "provider_facts_differ",
    detail:
      "The provider's last report differs from these facts. They are the ones the status was given for.",
  };
  return [...(isRedacted ? [redacted] : []), ...(isDifferent ? [different] : [])];
}

function presentEarlier(decision: EarlierDecision): SessionResult["earlierDecisions"][number] {
  const { status, origin, reasons, decidedAt, facts } = decision;
  const { claims, checks } = facts as never as Partial<SessionResult>;
  return {
    status,
    origin,
    reasons: reasons.map((reason) => ({ ...reason })),
    decidedAt: decidedAt.toISOString(),
    claims: claims ?? {},
    checks: checks ?? [],
  };
}
