import type { Event } from "@kyc-gateway/http-api";
import type { Session, Transition } from "@kyc-gateway/core";

/** What an event tells beside its head. No personal data: the applicant is named by the tenant's own id alone. */
export function buildEventData(
  session: Pick<Session, "applicantId" | "flow">,
  transition: Transition,
): Event["data"] {
  return {
    applicantId: session.applicantId,
    flow: session.flow,
    status: transition.to,
    previousStatus: transition.from,
    reasons: transition.reasons.map((reason) => ({ ...reason })),
  };
}
