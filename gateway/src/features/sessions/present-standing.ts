import type { ApplicantFlow } from "@kyc-gateway/http-api";
import type { FlowStanding } from "./standing.store.ts";

/** A standing in the words of the API. */
export function presentFlowStanding(standing: FlowStanding): ApplicantFlow {
  const { origin, isReopened, decidedAt, validUntil, checks } = standing;
  return {
    flow: standing.flow,
    status: standing.status,
    sessionId: standing.sessionId,
    origin,
    isReopened,
    decidedAt: decidedAt?.toISOString() ?? null,
    validUntil: validUntil?.toISOString() ?? null,
    checks: checks?.map((check) => ({ ...check })) ?? null,
    openSessionId: standing.openSessionId,
  };
}
