import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import type { Transition } from "@kyc-gateway/core";
import { type Actor, recordAudit, sealTenantReason } from "../../audit/index.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { ConnectionEntity } from "../../configuration/index.ts";
import { currentTraceparent } from "../../../platform/observability/tracing.ts";
import { SessionEntity, queueErasure } from "../../sessions/index.ts";
import type { Erasure } from "./erasure.ts";
import { ErasureEntity, ProviderErasureEntity } from "./erasure.entity.ts";
import { findErasure } from "./erasure.store.ts";
import { settleWithin } from "./provider-erasure.store.ts";
import { queryWithin } from "../../../platform/database/sql/query-within.ts";

/** An erasure that no provider has confirmed yet. */
export interface OpenErasure {
  readonly sessionId: string;
  readonly tenantId: string;
  readonly connection: string | null;
  readonly state: "pending" | "dead";
  readonly attempts: number;
  /** A stable code; null before the first attempt. */
  readonly lastFailure: string | null;
  readonly requestedAt: Date;
  readonly nextAttemptAt: Date;
}

/** What operators do about erasures that providers do not confirm. */
export interface ErasureAdmin {
  /** The oldest first. */
  list(query: {
    readonly state?: OpenErasure["state"] | undefined;
    readonly limit: number;
  }): Promise<readonly OpenErasure[]>;
  /** Whosever it is. Undefined: there is none of that id. */
  find(erasureId: string): Promise<Erasure | undefined>;
  /** Tries again, at once and from the beginning of the schedule. False: it is not open. */
  retry(actor: Actor, sessionId: string): Promise<boolean>;
  /** It was erased by other means: the receipt says so, and who said it. False: it is not open. */
  confirm(actor: Actor, sessionId: string, reason: string): Promise<boolean>;
}

export function createErasureAdmin(parts: {
  readonly database: Database;
  readonly vault: Vault;
  readonly onTransition: (transition: Transition) => void;
  readonly onSettled: () => Promise<void>;
}): ErasureAdmin {
  const { database, vault } = parts;
  return {
    list: (query) => listOpen(database, query),
    find: (erasureId) => findErasureOfAny(database, erasureId),
    retry: (actor, sessionId) => retryErasure(database, actor, sessionId),
    async confirm(actor, sessionId, reason) {
      const { isDone, transition } = await database.orm.em.fork().transactional(async (em) => {
        const open = await em.findOne(ProviderErasureEntity, { sessionId, state: { $ne: "settled" } });
        if (open === null) return { isDone: false, transition: undefined };
        const { tenantId } = open;
        const moved = await settleWithin(em, sessionId, "confirmed_by_operator");
        await recordAudit(em, actor, [
          {
            action: "erasure.confirm",
            subject: `session ${sessionId}`,
            tenantId,
            detail: {},
            reason: await sealTenantReason(vault, tenantId, reason),
          },
        ]);
        return { isDone: true, transition: moved };
      });
      if (transition !== undefined) parts.onTransition(transition);
      if (isDone) await parts.onSettled();
      return isDone;
    },
  };
}

/** Whosever it is. */
export async function findErasureOfAny(database: Database, erasureId: string): Promise<Erasure | undefined> {
  const row = await database.orm.em
    .fork()
    .findOne(ErasureEntity, { id: erasureId }, { fields: ["tenantId"] });
  return row === null ? undefined : findErasure(database, row.tenantId, erasureId);
}

async function listOpen(
  { orm }: Database,
  { state, limit }: Parameters<ErasureAdmin["list"]>[0],
): Promise<readonly OpenErasure[]> {
  const em = orm.em.fork();
  const rows = await em.find(
    ProviderErasureEntity,
    { state: { $in: state === undefined ? ["pending", "dead"] : [state] } },
    { orderBy: { requestedAt: "asc", sessionId: "asc" }, limit },
  );
  const nameOf = await readConnectionNames(
    em,
    rows.map(({ sessionId }) => sessionId),
  );
  return rows.map(
    ({ sessionId, tenantId, state: is, attempts, lastFailure, requestedAt, nextAttemptAt }) => ({
      sessionId,
      tenantId,
      connection: nameOf.get(sessionId) ?? null,
      state: is as OpenErasure["state"],
      attempts,
      lastFailure,
      requestedAt,
      nextAttemptAt,
    }),
  );
}

/** By session; a session that never got to a connection has none. */
async function readConnectionNames(
  em: SqlEntityManager,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const started = { id: { $in: [...sessionIds] }, connectionId: { $ne: null } };
  const sessions = await em.find(SessionEntity, started, { fields: ["id", "connectionId"] });
  const ids = sessions.flatMap(({ connectionId }) => connectionId ?? []);
  const connections = await em.find(ConnectionEntity, { id: { $in: ids } }, { fields: ["id", "name"] });
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  return new Map(sessions.map(({ id, connectionId }) => [id, names.get(connectionId ?? "") ?? ""]));
}

const firstRetryMs = 60_000;

function retryErasure({ orm }: Database, actor: Actor, sessionId: string): Promise<boolean> {
  return orm.em.fork().transactional(async (em) => {
    const open = await em.findOne(
      ProviderErasureEntity,
      { sessionId, state: { $ne: "settled" } },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (open === null) return false;
    em.assign(open, { state: "pending", attempts: 0, nextAttemptAt: new Date(Date.now() + firstRetryMs) });
    await queryWithin(em, `select ${queueErasure("$2::text")} from sessions s where s.id = $1`, [
      sessionId,
      currentTraceparent() ?? null,
    ]);
    await recordAudit(em, actor, [
      { action: "erasure.retry", subject: `session ${sessionId}`, tenantId: open.tenantId, detail: {} },
    ]);
    return true;
  });
}
