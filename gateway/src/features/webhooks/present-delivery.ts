import type { DeliveryReplay, InboxDelivery } from "@kyc-gateway/http-api";
import type { ReplayResult } from "./replay-deliveries.ts";
import type { DeliveryRecord } from "./inbox-admin.store.ts";

/** A delivery as operators see it. The provider's reference of the session stays here: it may be what lets people in. */
export function presentDelivery(delivery: DeliveryRecord, connection: string): InboxDelivery {
  const { id, state, eventType, eventId, sessionId, attempts, receivedAt, settledAt } = delivery;
  return {
    id,
    connection,
    state,
    verdict: delivery.parkCode,
    eventType,
    eventId,
    sessionId,
    attempts,
    receivedAt: receivedAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
  };
}

/** A replay's result as operators see it. */
export function presentReplay({ change, facts, ...result }: ReplayResult): DeliveryReplay {
  return {
    ...result,
    facts: facts.map((fact) => ({ ...fact })),
    change: change === null ? null : { ...change, reasons: change.reasons.map((reason) => ({ ...reason })) },
  };
}
