import type { Notice } from "@kyc-gateway/adapter-spec/v1";
import { isSettled, type Session } from "@kyc-gateway/core";
import type { Session as SessionBody } from "@kyc-gateway/http-api";

/** A session in the words of the API. `launchUrl`: the page of ours that its applicant enters by, where its flow has one. */
export function presentSession(session: Session, launchUrl?: string): SessionBody {
  const { lapsesAt } = session;
  // A link whose time is up lets nobody in, also while the provider cannot be asked for a last time.
  const isDead = lapsesAt !== null && lapsesAt.getTime() <= Date.now();
  const isOpen = !isSettled(session.status) || session.reopenedAt !== null;
  const isUsable = session.erasure === "none" && isOpen && !isDead;
  return {
    id: session.id,
    status: session.status,
    origin: session.origin,
    reasons: session.reasons.map((reason) => ({ ...reason })),
    attempt: session.attempt,
    seq: session.seq,
    flow: session.flow,
    applicantId: session.applicantId,
    launch: isUsable ? presentLaunch(session.launch, launchUrl) : null,
    lapsesAt: lapsesAt?.toISOString() ?? null,
    notices: [...session.notices, ...describeReopening(session)].map((notice) => ({ ...notice })),
    metadata: { ...session.metadata },
    erasure: session.erasure,
    createdAt: session.createdAt.toISOString(),
    updatedAt: session.updatedAt.toISOString(),
    decidedAt: session.decidedAt?.toISOString() ?? null,
  };
}

/** Where the provider has no page of its own there is nothing that ours could lead to. */
function presentLaunch(launch: Session["launch"], launchUrl: string | undefined): SessionBody["launch"] {
  if (launch === null) return null;
  return launchUrl === undefined || launch.url === undefined ? { ...launch } : { ...launch, url: launchUrl };
}

/** Told while the provider does not keep to the decision that stands. */
export function describeReopening({ reopenedAt, status, erasure }: Session): readonly Notice[] {
  if (reopenedAt === null || erasure !== "none") return [];
  const detail = `The provider took the case up again at ${reopenedAt.toISOString()}. ${status} stands until there is another decision.`;
  return [{ code: "decision_reopened", detail }];
}
