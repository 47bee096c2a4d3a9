import { decideTransition, type Transition } from "@kyc-gateway/core";
import { LockMode } from "@mikro-orm/core";
import type { Database } from "../../platform/database/database.ts";
import { SessionEntity } from "./session.entity.ts";
import { recordTransition } from "./record-transition.ts";
import { toSession } from "./session-row.store.ts";

/** Gives up an intent whose time is over: whatever a provider may have made of it, nobody was ever handed off. */
export async function expireIntent(
  options: {
    readonly database: Database;
    readonly onTransition: (transition: Transition) => void;
  },
  sessionId: string,
): Promise<void> {
  const transition = await options.database.orm.em.fork().transactional(async (em) => {
    const where = {
      id: sessionId,
      status: "NOT_STARTED" as const,
      connectionId: null,
      erasure: "none" as const,
    };
    const entity = await em.findOne(SessionEntity, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (entity === null || (entity.intentLeaseUntil?.getTime() ?? 0) > Date.now()) return undefined;
    const news = {
      status: "EXPIRED",
      origin: "gateway",
      reasons: [{ code: "session_lapsed" }],
      attempt: entity.attempt,
      cause: "lapse",
      at: new Date(),
    } as const;
    const decision = decideTransition(toSession(entity, undefined), news);
    entity.nextReadAt = null;
    if (decision.kind !== "moved") return undefined;
    recordTransition(em, entity, decision.transition);
    return decision.transition;
  });
  if (transition !== undefined) options.onTransition(transition);
}
