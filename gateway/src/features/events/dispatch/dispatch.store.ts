import type { AttemptOutcome } from "@kyc-gateway/http-api";
import { v7 as newUuid } from "uuid";
import type { Database } from "../../../platform/database/database.ts";
import type { DisabledReason, EndpointState } from "../outbox/event-endpoint.entity.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";
import { openKeys, type StoredKey } from "../signing/signing-key.ts";
import {
  eventColumns,
  eventJoin,
  openEvents,
  type EventRow,
  type StoredEvent,
} from "../outbox/event-row.store.ts";

/** An endpoint that this process posts to, until it lets go of it. */
export interface ClaimedEndpoint {
  readonly id: string;
  readonly tenantId: string;
  readonly failures: number;
}

/** What a dispatch goes by, read anew with each batch: a change of the endpoint counts at once. */
export interface DispatchPlan {
  readonly url: string;
  readonly keys: readonly StoredKey[];
  /** The next events in order. */
  readonly events: readonly EventRow[];
  /** What they are: news, or the part of a resend. */
  readonly resendId: string | null;
  /** Everything up to here is settled once the events are. */
  readonly through: number;
}

export interface NewAttempt {
  /** Given when it is stored, unless it is known already. */
  readonly id?: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly kind: "live" | "resend" | "test";
  readonly attempt: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly httpStatus: number | null;
}

/** How far a dispatch got. */
export interface Progress {
  readonly endpointId: string;
  readonly resendId: string | null;
  readonly through: number;
  readonly attempts: readonly NewAttempt[];
}

/** After an attempt that failed. */
export interface AttemptFailure {
  readonly endpointId: string;
  readonly attempt: NewAttempt;
  readonly failures: number;
  readonly state: EndpointState;
  readonly disabledReason: DisabledReason | null;
  readonly nextAttemptAt: Date;
}

/** Everything that dispatch asks of the database. Whoever lost the lease writes nothing. */
export interface DispatchStore {
  /** Takes endpoints that have something to post and are due. Undefined tenants: of all. */
  claim(tenants: readonly string[] | undefined, limit: number): Promise<readonly ClaimedEndpoint[]>;
  /** Undefined: the lease is lost, or the endpoint is gone or disabled. */
  plan(endpointId: string, limit: number): Promise<DispatchPlan | undefined>;
  saveProgress(progress: Progress): Promise<boolean>;
  saveFailure(failure: AttemptFailure): Promise<void>;
  saveTest(endpointId: string, attempt: NewAttempt): Promise<void>;
  release(endpointId: string): Promise<void>;
  /** Keeps everything that this process holds. */
  renewLeases(): Promise<void>;
}

/** A process that died loses its endpoints after this. */
const leaseMs = 8000;

export function createDispatchStore({ pool }: Database, vault: Vault): DispatchStore {
  const token = newUuid();
  return {
    claim: (tenants, limit) =>
      queryRows<ClaimedEndpoint>(pool, claimText, [token, leaseMs, tenants ?? null, limit]),
    plan: (endpointId, limit) => planDispatch({ pool, vault, token }, endpointId, limit),
    async saveProgress({ endpointId, resendId, through, attempts }) {
      const values = [endpointId, token, leaseMs, through, encodeAttempts(attempts)];
      const rows =
        resendId === null
          ? await queryRows(pool, liveProgressText, values)
          : await queryRows(pool, resendProgressText, [...values, resendId]);
      return rows.length > 0;
    },
    async saveFailure(failure) {
      await pool.query(saveFailureText, [
        failure.endpointId,
        token,
        failure.failures,
        failure.state,
        failure.disabledReason,
        failure.nextAttemptAt,
        encodeAttempts([failure.attempt]),
      ]);
    },
    async saveTest(endpointId, attempt) {
      await pool.query(`with ${insertAttempts("(select $1::uuid as id)", "$2")} select 1`, [
        endpointId,
        encodeAttempts([attempt]),
      ]);
    },
    async release(endpointId) {
      const text = `update event_endpoints set lease_until = null, lease_token = null where id = $1 and lease_token = $2`;
      await pool.query(text, [endpointId, token]);
    },
    async renewLeases() {
      const text = `update event_endpoints set lease_until = now() + $2 * interval '1 millisecond' where lease_token = $1`;
      await pool.query(text, [token, leaseMs]);
    },
  };
}

async function planDispatch(
  { pool, vault, token }: { pool: Database["pool"]; vault: Vault; token: string },
  endpointId: string,
  limit: number,
): Promise<DispatchPlan | undefined> {
  const rows = await queryRows<PlanRow>(pool, planText, [endpointId, token, limit]);
  const [first] = rows;
  if (first === undefined) return undefined;
  const { url, sealedKeys, resendId, through, endpointTenantId } = first;
  const stored = rows.filter((row): row is PlanRow & StoredEvent => row.id !== null);
  const events = await openEvents(vault, stored);
  const keys = await vault.opening(() => openKeys(vault.of(endpointTenantId), endpointId, sealedKeys));
  // A full batch may leave some for the next one.
  const last = events.length === limit ? events.at(-1)?.number : undefined;
  return { url, keys, events, resendId, through: last ?? through };
}

/** One row for each event, or one without. */
interface PlanRow {
  readonly url: string;
  readonly endpointTenantId: string;
  readonly sealedKeys: Buffer;
  readonly resendId: string | null;
  readonly through: number;
  readonly id: string | null;
}

const claimText = `
  with due as (
    select e.id from event_endpoints e
    where e.state <> 'disabled' and e.next_attempt_at <= now() and (e.lease_until is null or e.lease_until < now())
      and ($3::uuid[] is null or e.tenant_id = any($3))
      and (exists (select 1 from event_resends r where r.endpoint_id = e.id)
        or exists (select 1 from outbox o where o.tenant_id = e.tenant_id and o.number > e.cursor_number
             and (e.types is null or o.type = any(e.types))))
    order by e.next_attempt_at limit $4 for update of e skip locked
  )
  update event_endpoints e set lease_token = $1, lease_until = now() + $2 * interval '1 millisecond'
  from due where e.id = due.id
  returning e.id, e.tenant_id as "tenantId", e.failures`;

/** News go first; a resend takes its turn when there are none. */
const planText = `
  with plan as (
    select e.tenant_id, e.url, e.types, e.sealed_keys, r.id as resend_id, r.since, r.until,
      coalesce(r.after_number, e.cursor_number) as after, coalesce(r.through_number, n.last_number) as through
    from event_endpoints e cross join event_numbering n
    left join lateral (
      select * from event_resends where endpoint_id = e.id order by id limit 1
    ) r on not exists (
      select 1 from outbox o where o.tenant_id = e.tenant_id and o.number > e.cursor_number
        and (e.types is null or o.type = any(e.types))
    )
    where e.id = $1 and e.lease_token = $2 and e.state <> 'disabled'
  )
  select p.url, p.tenant_id as "endpointTenantId", p.sealed_keys as "sealedKeys", p.resend_id as "resendId", p.through::float8 as through, o.*
  from plan p left join lateral (
    select ${eventColumns} from outbox o ${eventJoin}
    where o.tenant_id = p.tenant_id and o.number > p.after and o.number <= p.through
      and (p.types is null or o.type = any(p.types))
      and (p.since is null or o.occurred_at >= p.since) and (p.until is null or o.occurred_at < p.until)
    order by o.number limit $3
  ) o on true
  order by o.number`;

/** Any success makes the endpoint healthy again. */
const healthy = `failures = 0, next_attempt_at = now(), lease_until = now() + $3 * interval '1 millisecond',
  state = case when state = 'warned' then 'active' else state end,
  state_since = case when state = 'warned' then now() else state_since end`;

const liveProgressText = `
  with e as (
    update event_endpoints set cursor_number = greatest(cursor_number, $4::bigint), ${healthy}
    where id = $1 and lease_token = $2 returning id
  ), ${insertAttempts("e", "$5")}
  select 1 from e`;

const resendProgressText = `
  with e as (
    update event_endpoints set ${healthy} where id = $1 and lease_token = $2 returning id
  ), moved as (
    update event_resends r set after_number = $4::bigint from e
    where r.id = $6 and r.endpoint_id = e.id and r.through_number > $4::bigint
  ), done as (
    delete from event_resends r using e where r.id = $6 and r.endpoint_id = e.id and r.through_number <= $4::bigint
  ), ${insertAttempts("e", "$5")}
  select 1 from e`;

const saveFailureText = `
  with e as (
    update event_endpoints set failures = $3, disabled_reason = $5, next_attempt_at = $6,
      state = $4, state_since = case when state = $4 then state_since else now() end,
      lease_until = null, lease_token = null
    where id = $1 and lease_token = $2 and state <> 'disabled' returning id
  ), ${insertAttempts("e", "$7")}
  select 1`;

function insertAttempts(endpoint: string, attempts: string): string {
  return `attempted as (
    insert into event_attempts (id, endpoint_id, event_id, event_type, kind, attempt, started_at, duration_ms, outcome, http_status)
    select a.id, e.id, a.event_id, a.event_type, a.kind, a.attempt, a.started_at, a.duration_ms, a.outcome, a.http_status
    from ${endpoint} e cross join jsonb_to_recordset(${attempts}::jsonb) as a (id uuid, event_id uuid, event_type text,
      kind text, attempt integer, started_at timestamptz, duration_ms integer, outcome text, http_status integer)
  )`;
}

function encodeAttempts(attempts: readonly NewAttempt[]): string {
  return JSON.stringify(
    attempts.map((attempt) => ({
      id: attempt.id ?? newUuid(),
      event_id: attempt.eventId,
      event_type: attempt.eventType,
      kind: attempt.kind,
      attempt: attempt.attempt,
      started_at: attempt.startedAt,
      duration_ms: attempt.durationMs,
      outcome: attempt.outcome,
      http_status: attempt.httpStatus,
    })),
  );
}
