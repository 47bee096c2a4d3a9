import { hash } from "node:crypto";
import type { Confidential } from "@kyc-gateway/core";
import { v7 as newUuid } from "uuid";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Database } from "../../platform/database/database.ts";
import { findFirstIdFor } from "../../platform/database/first-id.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { writeRows } from "../../platform/database/sql/transaction.store.ts";
import { bodyContext, queueRead } from "../sessions/index.ts";

/** An authentic delivery on its way into the inbox. */
export interface NewDelivery {
  readonly connectionId: string;
  /** Whose connection it is; null: shared. */
  readonly tenantId: string | null;
  readonly sessionReference: string | null;
  readonly eventId: string | null;
  readonly eventType: string;
  /** Free of secrets; sealed on the way in. */
  readonly storedBody: Confidential<Uint8Array>;
  /** Set when nobody here understands it: a person must look. */
  readonly parkCode: string | null;
  readonly receivedAt: Date;
}

/** Whether a delivery is new, or equal to one that is there: both are committed. */
export type InboxOutcome = "accepted" | "duplicate";

/** The inbox: what providers told us, committed before they get their answer. */
export interface InboxStore {
  /** Commits a group of deliveries with one statement. One outcome for each, in order. */
  insert(deliveries: readonly NewDelivery[]): Promise<InboxOutcome[]>;
  /** Queues the matching. Of use only after what is to be matched is committed. */
  wakeMatching(): Promise<void>;
  /**
   * Finds the sessions of up to `limit` waiting deliveries and queues one fetch for each session; a delivery without
   * one becomes `unmatched`. Returns how many it looked at.
   */
  match(limit: number, firstId: string): Promise<number>;
  /**
   * Matches the unmatched again: covers a session that was being stored while its callback was. What stays unmatched
   * for an hour is parked: it is about somebody else's session.
   */
  rematch(firstId: string): Promise<number>;
  /** Deletes what came in for a session that is erased: nothing of it may stay. */
  dropErased(sessionId: string): Promise<void>;
}

export function createInboxStore(database: Database, vault: Vault): InboxStore {
  return {
    insert: (deliveries) => insertGroup(database, vault, deliveries),
    wakeMatching: async () => void (await database.pool.query(wakeText)),
    match: (limit, firstId) => matchWaiting(database, limit, firstId),
    rematch: (firstId) => rematchUnmatched(database, firstId),
    async dropErased(sessionId) {
      const text = `delete from deliveries d using sessions s
        where d.session_id = $1 and d.id >= $2 and s.id = $1 and s.erasure <> 'none'`;
      await database.pool.query(text, [sessionId, findFirstIdFor(sessionId)]);
    },
  };
}

/**
 * The event id of a delivery that was understood is known by a key of its own, in whatever partition the delivery is, and
 * after that has gone. One that was not understood silences nothing but itself: a provider may send it again, complete. An equal
 * body is known to the partition while its duplicate waits there; at a partition's bound a second one is stored, which the
 * same fetch settles.
 */
const insertText = `
  with input as (
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[], $8::bytea[], $9::text[], $10::timestamptz[])
      as t (id, connection_id, session_reference, event_id, event_type, event_key, dedupe_key, sealed_body, park_code, received_at)
  ), known as (
    insert into delivery_keys (connection_id, dedupe_key, delivery_id, received_at)
    select connection_id, event_key, id, received_at from input where event_id is not null and park_code is null
    on conflict do nothing returning delivery_id
  ), inserted as (
    insert into deliveries (id, connection_id, session_reference, event_id, event_type, dedupe_key, sealed_body,
      state, park_code, received_at)
    select id, connection_id, session_reference, event_id, event_type, dedupe_key, sealed_body,
      case when park_code is null then 'waiting' else 'parked' end, park_code, received_at
    from input where event_id is null or id in (select delivery_id from known) or (park_code is not null and not exists (
      select from delivery_keys k where k.connection_id = input.connection_id and k.dedupe_key = input.event_key))
    on conflict do nothing returning id
  )
  select id from inserted`;

/** A queue of its own runs one matching at a time. */
const wakeText = `select graphile_worker.add_job('match-deliveries', job_key := 'match-deliveries', queue_name := 'match-deliveries')`;

async function insertGroup(
  database: Database,
  vault: Vault,
  deliveries: readonly NewDelivery[],
): Promise<InboxOutcome[]> {
  const rows = await vault.opening(() => deliveries.map((delivery) => toRow(vault, delivery)));
  const columns = (Object.keys(rows[0] ?? {}) as (keyof DeliveryRow)[]).map((name) =>
    rows.map((row) => row[name]),
  );
  const inserted = await writeRows<{ id: string }>(database.ingest, insertText, columns);
  const fresh = new Set(inserted.map(({ id }) => id));
  return rows.map(({ id }) => (fresh.has(id) ? "accepted" : "duplicate"));
}

type DeliveryRow = ReturnType<typeof toRow>;

/** The order of the members is the order of the statement's parameters. */
function toRow(vault: Vault, delivery: NewDelivery) {
  const id = newUuid();
  return {
    id,
    connectionId: delivery.connectionId,
    sessionReference: delivery.sessionReference,
    eventId: delivery.eventId,
    eventType: delivery.eventType,
    eventKey: delivery.eventId === null ? null : hash("sha256", `id\u0000${delivery.eventId}`, "buffer"),
    dedupeKey: computeDedupeKey(vault, delivery),
    sealedBody: vault.of(delivery.tenantId).seal(bodyContext(id), delivery.storedBody.reveal()),
    parkCode: delivery.parkCode,
    receivedAt: delivery.receivedAt,
  };
}

/** The provider's event id of a delivery that is understood, else the body itself: keyed, because bodies can be guessed. */
function computeDedupeKey(vault: Vault, { eventId, parkCode, storedBody }: NewDelivery): Buffer {
  return eventId === null || parkCode !== null
    ? vault.fingerprint(null, "delivery-body", storedBody.reveal())
    : hash("sha256", `id\u0000${eventId}`, "buffer");
}

interface Marked {
  readonly connectionId: string;
  readonly sessionId: string | null;
}

async function matchWaiting({ pool }: Database, limit: number, firstId: string): Promise<number> {
  const text = `
    with batch as (
      select id, connection_id, session_reference from deliveries
      where state = 'waiting' and session_id is null and id >= $2
      order by received_at limit $1 for update skip locked
    ), found as (
      select b.id, s.id as session_id from batch b left join sessions s
        on s.connection_id = b.connection_id and s.provider_reference = b.session_reference
    )
    update deliveries d set session_id = f.session_id, state = case when f.session_id is null then 'unmatched' else 'waiting' end
    from found f where d.id = f.id and d.id >= $2 returning d.connection_id as "connectionId", d.session_id as "sessionId"`;
  const marked = await queryRows<Marked>(pool, text, [limit, firstId]);
  await queueRefreshes(pool, marked);
  return marked.length;
}

async function rematchUnmatched({ pool }: Database, firstId: string): Promise<number> {
  const text = `
    with marked as (
      update deliveries d set session_id = s.id, state = 'waiting' from sessions s
      where d.state = 'unmatched' and d.id >= $1 and s.connection_id = d.connection_id and s.provider_reference = d.session_reference
      returning d.id, d.connection_id, d.session_id
    ), given_up as (
      update deliveries d set state = 'parked', park_code = 'session_missing', settled_at = now()
      where d.state = 'unmatched' and d.id >= $1 and d.received_at < now() - interval '1 hour'
        and not exists (select from marked m where m.id = d.id)
    )
    select connection_id as "connectionId", session_id as "sessionId" from marked`;
  const marked = await queryRows<Marked>(pool, text, [firstId]);
  await queueRefreshes(pool, marked);
  return marked.length;
}

/**
 * One job for each session, however many deliveries speak of it. Only after these are committed: the queue drops a job
 * that is asked for while its duplicate is just being taken up, and that duplicate must then see them. For the same reason a job
 * that still waits to be taken up is enough, unless others go before it. In the order of ids, so that two who queue never wait in a ring.
 */
async function queueRefreshes(pool: Database["pool"], marked: readonly Marked[]): Promise<void> {
  const connections = new Map(
    marked.flatMap(({ sessionId, connectionId }) => (sessionId === null ? [] : [[sessionId, connectionId]])),
  );
  if (connections.size === 0) return;
  const text = `
    select ${queueRead({ cause: "webhook", sessionId: "id", connectionId: "connection_id" })}
    from unnest($1::uuid[], $2::uuid[]) as s (id, connection_id) where not exists (
      select from graphile_worker.jobs j where j.key = 'refresh:' || s.id
        and j.locked_at is null and j.run_at <= now() and j.attempts < j.max_attempts and j.priority <= 0)`;
  const sorted = [...connections].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await pool.query(text, [sorted.map(([id]) => id), sorted.map(([, connectionId]) => connectionId)]);
}
