import { applyTransition, isDecided, isNewDecision, isSettled, type Transition } from "@kyc-gateway/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import { OutboxEventEntity, buildEventData } from "../events/index.ts";
import { currentStoredSpan } from "../../platform/observability/tracing.ts";
import type { SessionRecord } from "./session.entity.ts";
import { TimelineEntryEntity } from "./timeline-entry.entity.ts";

/** Puts a transition into the running transaction: session, timeline entry and event, all or none. */
export function recordTransition(em: SqlEntityManager, entity: SessionRecord, transition: Transition): void {
  const { seq, attempt, at, from, to, origin, cause, isReversal, eventType } = transition;
  const reasons = [...transition.reasons];
  const isFromNewAttempt = attempt > entity.attempt && isNewDecision(entity, transition);
  Object.assign(entity, { ...applyTransition(entity, transition), reasons });
  if ((isDecided(to) && from !== to) || isFromNewAttempt)
    Object.assign(entity, {
      documentExpiresOn: null,
      approvedUntil: null,
      expiringToldFor: null,
      expiredAt: null,
    });
  // A link that lets nobody in any more is a secret without a use.
  if (isSettled(to)) entity.sealedLaunch = null;
  const shared = { sessionId: entity.id, tenantId: entity.tenantId, seq };
  em.create(TimelineEntryEntity, {
    ...shared,
    attempt,
    at,
    origin,
    cause,
    isReversal,
    reasons,
    fromStatus: from,
    toStatus: to,
  });
  em.create(OutboxEventEntity, {
    ...shared,
    id: newUuid(),
    type: eventType,
    occurredAt: at,
    data: buildEventData(entity, transition),
    traceContext: currentStoredSpan(),
  });
}
