import type { Transition } from "@kyc-gateway/core";
import { type Actor, recordAudit, sealTenantReason } from "../../audit/index.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";
import { queueErasure } from "../../sessions/index.ts";
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
    list: ({ state, limit }) =>
      queryRows<OpenErasure>(database.pool, listText, [
        state === undefined ? ["pending", "dead"] : [state],
        limit,
      ]),
    retry: (actor, sessionId) => retryErasure(database, actor, sessionId),
    async confirm(actor, sessionId, reason) {
      const { isDone, transition } = await database.orm.em.fork().transactional(async (em) => {
        const tenantId = await findOpen(em, sessionId);
        if (tenantId === undefined) return { isDone: false, transition: undefined };
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

const listText = `
  select p.session_id as "sessionId", p.tenant_id as "tenantId", c.name as connection, p.state, p.attempts,
    p.last_failure as "lastFailure", p.requested_at as "requestedAt", p.next_attempt_at as "nextAttemptAt"
  from provider_erasures p join sessions s on s.id = p.session_id left join connections c on c.id = s.connection_id
  where p.state = any ($1::text[]) order by p.requested_at, p.session_id limit $2`;

type Transaction = Parameters<typeof recordAudit>[0];

async function findOpen(em: Transaction, sessionId: string): Promise<string | undefined> {
  const [row] = await queryWithin<{ tenant_id: string }>(
    em,
    "select tenant_id from provider_erasures where session_id = $1 and state <> 'settled'",
    [sessionId],
  );
  return row?.tenant_id;
}

function retryErasure({ orm }: Database, actor: Actor, sessionId: string): Promise<boolean> {
  return orm.em.fork().transactional(async (em) => {
    const [row] = await queryWithin<{ tenant_id: string }>(
      em,
      `update provider_erasures set state = 'pending', attempts = 0, next_attempt_at = now() + interval '1 minute'
       where session_id = $1 and state <> 'settled' returning tenant_id`,
      [sessionId],
    );
    if (row === undefined) return false;
    await queryWithin(em, `select ${queueErasure} from sessions s where s.id = $1`, [sessionId]);
    await recordAudit(em, actor, [
      { action: "erasure.retry", subject: `session ${sessionId}`, tenantId: row.tenant_id, detail: {} },
    ]);
    return true;
  });
}
