import type { Event } from "@kyc-gateway/http-api";
import type { Session, Transition } from "@kyc-gateway/core";

/** What is stored of an event beside its head. Whom it is about is told by its session. */
export type StoredEventData = Omit<Event["data"], "applicantId">;

/** No personal data. */
export function buildEventData(session: Pick<Session, "flow">, transition: Transition): StoredEventData {
  return {
    flow: session.flow,
    status: transition.to,
    previousStatus: transition.from,
    origin: transition.origin,
    reasons: transition.reasons.map((reason) => ({ ...reason })),
  };
}
