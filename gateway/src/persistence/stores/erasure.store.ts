import type { Session, Transition } from "@kyc-gateway/core";
import { LockMode } from "@mikro-orm/core";
import { connectionFlags } from "../connection-flag.ts";
import type { Vault } from "../../keys/vault.ts";
import type { Database } from "../database.ts";
import { DeliveryEntity } from "../entities/delivery.entity.ts";
import { SessionReportEntity } from "../entities/session-report.entity.ts";
import { SessionEntity, type SessionRecord } from "../entities/session.entity.ts";
import { findFirstIdFor } from "../first-id.ts";
import { openSessionRecord } from "../session-row.ts";
import { recordTransition } from "../record-transition.ts";

/** Erasing a session: our data at once, the provider's by a job that repeats until it is confirmed. */
export interface ErasureStore {
  /**
   * Deletes everything personal that we hold of a session, and queues the erasure at the provider, in one
   * transaction. Repeating it changes nothing. Undefined: the tenant has no such session.
   */
  request(tenantId: string, sessionId: string): Promise<Session | undefined>;
  /** A session whose erasure at the provider is still to be confirmed. */
  findPending(sessionId: string): Promise<Session | undefined>;
  /** The provider has confirmed: the session is erased, and its event says so. */
  complete(session: Session): Promise<void>;
}

export function createErasureStore(options: {
  readonly database: Database;
  readonly vault: Vault;
  readonly onTransition: (transition: Transition) => void;
}): ErasureStore {
  const { database, vault } = options;
  return {
    async request(tenantId, sessionId) {
      const entity = await requestErasure(database, { tenantId, sessionId });
      return entity === undefined ? undefined : openSessionRecord(vault, entity);
    },
    async findPending(sessionId) {
      const entity = await database.orm.em
        .fork()
        .findOne(SessionEntity, { id: sessionId, erasure: "pending" });
      return entity === null ? undefined : openSessionRecord(vault, entity);
    },
    complete: (session) => completeErasure(options, session),
  };
}

async function requestErasure(
  database: Database,
  which: { tenantId: string; sessionId: string },
): Promise<SessionRecord | undefined> {
  return database.orm.em.fork().transactional(async (em) => {
    const where = { id: which.sessionId, tenantId: which.tenantId };
    const entity = await em.findOne(SessionEntity, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (entity === null) return undefined;
    if (entity.erasure !== "none") return entity;
    // A fetch under way loses its lease with the token: its answer is not stored any more.
    Object.assign(entity, {
      readLeaseToken: null,
      erasure: "pending",
      sealedLaunch: null,
      metadata: {},
      notices: [],
      nextReadAt: null,
      intentLeaseUntil: null,
    });
    await em.flush();
    await em.nativeDelete(SessionReportEntity, { sessionId: entity.id });
    await em.nativeDelete(DeliveryEntity, { sessionId: entity.id, id: { $gte: findFirstIdFor(entity.id) } });
    await em.execute(
      `select graphile_worker.add_job('erase-session', json_build_object('sessionId', ?::text), job_key := 'erase:' || ?,
         flags := case when ?::uuid is not null then ${connectionFlags("?::text")} end)`,
      [entity.id, entity.id, entity.connectionId, entity.connectionId],
    );
    return entity;
  });
}

async function completeErasure(
  { database, onTransition }: Parameters<typeof createErasureStore>[0],
  session: Session,
): Promise<void> {
  const transition = await database.orm.em.fork().transactional(async (em) => {
    const entity = await em.findOne(
      SessionEntity,
      { id: session.id, erasure: "pending" },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (entity === null) return undefined;
    const moved: Transition = {
      seq: entity.seq + 1,
      at: new Date(),
      from: entity.status,
      to: entity.status,
      reasons: entity.reasons,
      cause: "erasure",
      isReversal: false,
      eventType: "session.erased",
    };
    entity.erasure = "done";
    recordTransition(em, entity, moved);
    return moved;
  });
  if (transition !== undefined) onTransition(transition);
}
