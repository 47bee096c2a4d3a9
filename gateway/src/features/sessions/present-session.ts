import { isSettled, type Session } from "@kyc-gateway/core";
import type { Session as SessionBody } from "@kyc-gateway/http-api";

/** A session in the words of the API. */
export function presentSession(session: Session): SessionBody {
  const isUsable = session.erasure === "none" && !isSettled(session.status);
  return {
    id: session.id,
    status: session.status,
    reasons: session.reasons.map((reason) => ({ ...reason })),
    seq: session.seq,
    flow: session.flow,
    applicantId: session.applicantId,
    launch: isUsable && session.launch !== null ? { ...session.launch } : null,
    lapsesAt: session.lapsesAt?.toISOString() ?? null,
    notices: session.notices.map((notice) => ({ ...notice })),
    metadata: { ...session.metadata },
    erasure: session.erasure,
    createdAt: session.createdAt.toISOString(),
    updatedAt: session.updatedAt.toISOString(),
    decidedAt: session.decidedAt?.toISOString() ?? null,
  };
}
