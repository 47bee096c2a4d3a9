import type { Pool, PoolClient } from "pg";
import { v7 as newUuid } from "uuid";

/** A session of a tenant that only carries events. Gives its id. */
export async function insertSession(pool: Pool, tenant: string): Promise<string> {
  const id = newUuid();
  await pool.query(
    `insert into sessions (id, tenant_id, flow, status, created_at, updated_at)
     select $1, id, 'standard', 'IN_PROGRESS', now(), now() from tenants where name = $2`,
    [id, tenant],
  );
  return id;
}

/** An event as a transition writes it, in the client's transaction where it has one. Gives its id. */
export async function insertEvent(
  on: Pool | PoolClient,
  { sessionId, seq, type = "session.status_changed" }: { sessionId: string; seq: number; type?: string },
): Promise<string> {
  const id = newUuid();
  await on.query(
    `insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at)
     select $1, tenant_id, id, $3, $4, $5, now() from sessions where id = $2`,
    [
      id,
      sessionId,
      seq,
      type,
      {
        flow: "standard",
        status: "IN_PROGRESS",
        previousStatus: "SESSION_CREATED",
        attempt: 1,
        origin: "provider",
        reasons: [],
      },
    ],
  );
  return id;
}

/** Makes every endpoint due now, as if the time until its next attempt had passed. */
export async function skipRetryDelay(pool: Pool): Promise<void> {
  await pool.query("update event_endpoints set next_attempt_at = now()");
}
