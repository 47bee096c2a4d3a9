import type { WebhookProgress } from "@kyc-gateway/adapter-spec/v1";
import { hash, randomUUIDv7 } from "node:crypto";
import type { Confidential } from "@kyc-gateway/core";
import type { Applicant } from "../../platform/encryption/applicant-key.ts";
import type { Sealer } from "../../platform/encryption/sealer.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Database } from "../../platform/database/database.ts";
import { findFirstIdFor } from "../../platform/database/first-id.ts";
import { byteaArray, textArray, timeArray, uuidArray } from "../../platform/database/sql/binary-array.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import type { Statement } from "../../platform/database/sql/statement-batch.ts";
import type { StoredSpan } from "../../platform/observability/tracing.ts";
import { bodyContext } from "../sessions/index.ts";

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
  /** Progress that no read tells. */
  readonly progress?: WebhookProgress | undefined;
  /** The span in which it was received. */
  readonly span?: StoredSpan;
}

/** Whether a delivery is new, or equal to one that is there: both are committed. */
export type InboxOutcome = "accepted" | "duplicate";

/** The inbox: what providers told us, committed before they get their answer. */
export interface InboxStore {
  /** Commits a group of deliveries with one statement. One outcome for each, in order. */
  insert(deliveries: readonly NewDelivery[]): Promise<InboxOutcome[]>;
  /** Tells the processes that apply deliveries that some wait. Of use only after those are committed. */
  callAppliers(): Promise<void>;
  /**
   * Matches the unmatched again: covers a session that was being stored while its callback was. What stays unmatched
   * for an hour is parked: it is about somebody else's session.
   */
  rematch(firstId: string): Promise<number>;
  /** Deletes what came in for a session that is erased: nothing of it may stay. */
  dropErased(sessionId: string): Promise<void>;
}

interface InboxParts {
  readonly vault: Vault;
  readonly findApplicant: (connectionId: string, reference: string) => Applicant | undefined;
}

/** A call that gets lost costs half a second: whoever applies deliveries looks by itself, too. */
const deliveryChannel = "kyc_deliveries";

/** `findApplicant`: whom a delivery is about, where that is known without asking: it is sealed for that person at once. */
export function createInboxStore(
  database: Database,
  parts: Pick<InboxParts, "vault"> & Partial<InboxParts>,
): InboxStore {
  const { vault, findApplicant = () => undefined } = parts;
  return {
    insert: (deliveries) => insertGroup(database, { vault, findApplicant }, deliveries),
    callAppliers: async () => void (await database.pool.query(`select pg_notify('${deliveryChannel}', '')`)),
    rematch: (firstId) => rematchUnmatched(database, firstId),
    async dropErased(sessionId) {
      const text = `delete from deliveries d using sessions s
        where d.session_id = $1 and d.id >= $2 and s.id = $1 and s.erasure <> 'none'`;
      await database.pool.query(text, [sessionId, findFirstIdFor(sessionId)]);
    },
  };
}

const inputArrays = `$1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[], $8::text[],
  $9::timestamptz[], $10::text[], $11::bytea[]`;
const inputColumns = `id, connection_id, session_reference, event_id, event_type, dedupe_key, sealed_body, park_code,
  received_at, progress, trace_context`;

const insertText = (from: string): string => `
    insert into deliveries (id, connection_id, session_reference, event_id, event_type, dedupe_key, sealed_body,
      state, park_code, received_at, progress, trace_context)
    select id, connection_id, session_reference, event_id, event_type, dedupe_key, sealed_body,
      case when park_code is null then 'waiting' else 'parked' end, park_code, received_at, progress, trace_context
    from ${from} on conflict do nothing returning id`;

/** Of deliveries without event ids. */
const insertPlain: Statement<{ id: string }> = {
  name: "insert_deliveries",
  text: insertText(`unnest(${inputArrays}) as input (${inputColumns})`),
};

/**
 * The event id of a delivery that was understood is known by a key of its own, in whatever partition the delivery is, and
 * after that has gone. One that was not understood silences nothing but itself: a provider may send it again, complete.
 */
const insertKnown: Statement<{ id: string }> = {
  name: "insert_known_deliveries",
  text: `
  with input as (
    select * from unnest(${inputArrays}, $12::bytea[]) as t (${inputColumns}, event_key)
  ), known as (
    insert into delivery_keys (connection_id, dedupe_key, delivery_id, received_at)
    select connection_id, event_key, id, received_at from input where event_id is not null and park_code is null
    on conflict do nothing returning delivery_id
  ), inserted as (${insertText(`input where event_id is null or id in (select delivery_id from known)
      or (park_code is not null and not exists (select from delivery_keys k
        where k.connection_id = input.connection_id and k.dedupe_key = input.event_key))`)}
  )
  select id from inserted`,
};

/**
 * An equal body is known to its partition while its duplicate waits there; at a partition's bound a second one is stored,
 * which the same read settles. The read that the first one waits for may have begun before the news of the second: from
 * now on it does not settle the first one. Gives those that do not wait any more.
 */
const repeat: Statement<{ id: string }> = {
  name: "repeat_deliveries",
  text: `
  with input as (
    select * from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as t (id, connection_id, dedupe_key)
  ), repeated as (
    update deliveries d set repeats = d.repeats + 1 from (select distinct connection_id, dedupe_key from input) i
    where d.connection_id = i.connection_id and d.dedupe_key = i.dedupe_key and d.state in ('waiting', 'unmatched')
    returning d.connection_id, d.dedupe_key
  )
  select id from input i where not exists (
    select from repeated r where r.connection_id = i.connection_id and r.dedupe_key = i.dedupe_key)`,
};

/** Once is enough but for a read that settles the first one at this very moment. */
const mostTries = 5;

async function insertGroup(
  database: Database,
  parts: InboxParts,
  deliveries: readonly NewDelivery[],
): Promise<InboxOutcome[]> {
  const rows = await parts.vault.opening(() => deliveries.map((delivery) => toRow(parts, delivery)));
  const accepted = new Set<string>();
  // In one order, so that two groups with equal bodies never wait in a ring.
  let left: readonly DeliveryRow[] = rows.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  for (let tries = 0; left.length > 0 && tries < mostTries; tries += 1) {
    for (const id of await insertRows(database, left)) accepted.add(id);
    const refused = left.filter(({ id }) => !accepted.has(id));
    left = await noteRepeats(database, refused);
  }
  return rows.map(({ id }) => (accepted.has(id) ? "accepted" : "duplicate"));
}

async function insertRows({ statements, ingest }: Database, rows: readonly DeliveryRow[]): Promise<string[]> {
  const values = [
    uuidArray(rows.map(({ id }) => id)),
    uuidArray(rows.map(({ connectionId }) => connectionId)),
    textArray(rows.map(({ sessionReference }) => sessionReference)),
    textArray(rows.map(({ eventId }) => eventId)),
    textArray(rows.map(({ eventType }) => eventType)),
    byteaArray(rows.map(({ dedupeKey }) => dedupeKey)),
    byteaArray(rows.map(({ sealedBody }) => sealedBody)),
    textArray(rows.map(({ parkCode }) => parkCode)),
    timeArray(rows.map(({ receivedAt }) => receivedAt)),
    textArray(rows.map(({ progress }) => progress)),
    // A list that is shorter than the others is filled up with nulls.
    rows.some(({ span }) => span !== null) ? byteaArray(rows.map(({ span }) => span)) : null,
  ];
  const hasKeys = rows.some(({ eventKey }) => eventKey !== null);
  const step = hasKeys
    ? { statement: insertKnown, values: [...values, byteaArray(rows.map(({ eventKey }) => eventKey))] }
    : { statement: insertPlain, values };
  return (await statements.runConfirmed(ingest, [step])).map(({ id }) => id);
}

/** An event id that is known is known for good; one that nobody understands repeats nothing. */
async function noteRepeats(
  { statements, ingest }: Database,
  refused: readonly DeliveryRow[],
): Promise<readonly DeliveryRow[]> {
  const repeated = refused.filter(({ eventId, parkCode }) => eventId === null && parkCode === null);
  if (repeated.length === 0) return [];
  const values = [
    uuidArray(repeated.map(({ id }) => id)),
    uuidArray(repeated.map(({ connectionId }) => connectionId)),
    byteaArray(repeated.map(({ dedupeKey }) => dedupeKey)),
  ];
  const rest = await statements.runConfirmed(ingest, [{ statement: repeat, values }]);
  const ids = new Set(rest.map(({ id }) => id));
  return repeated.filter(({ id }) => ids.has(id));
}

type DeliveryRow = ReturnType<typeof toRow>;

function toRow(parts: InboxParts, delivery: NewDelivery) {
  const id = randomUUIDv7();
  const { vault } = parts;
  const dedupeKey = computeDedupeKey(vault, delivery);
  return {
    id,
    connectionId: delivery.connectionId,
    sessionReference: delivery.sessionReference,
    eventId: delivery.eventId,
    eventType: delivery.eventType,
    eventKey: delivery.eventId === null ? null : hash("sha256", `id\u0000${delivery.eventId}`, "buffer"),
    dedupeKey,
    order: dedupeKey.toString("latin1"),
    sealedBody: findSealer(parts, delivery).seal(bodyContext(id), delivery.storedBody.reveal()),
    parkCode: delivery.parkCode,
    receivedAt: delivery.receivedAt,
    progress: delivery.progress === undefined ? null : JSON.stringify(delivery.progress),
    span: delivery.span ?? null,
  };
}

/** What nobody understood is under the connection's key until a person has looked at it. */
function findSealer(
  { vault, findApplicant }: InboxParts,
  { connectionId, tenantId, sessionReference, parkCode }: NewDelivery,
): Sealer {
  const applicant =
    sessionReference === null || parkCode !== null
      ? undefined
      : findApplicant(connectionId, sessionReference);
  return applicant?.sealer ?? vault.of(tenantId);
}

/** The provider's event id of a delivery that is understood, else the body itself: keyed, because bodies can be guessed. */
function computeDedupeKey(vault: Vault, { eventId, parkCode, storedBody }: NewDelivery): Buffer {
  return eventId === null || parkCode !== null
    ? vault.fingerprint(null, "delivery-body", storedBody.reveal())
    : hash("sha256", `id\u0000${eventId}`, "buffer");
}

async function rematchUnmatched({ pool }: Database, firstId: string): Promise<number> {
  const text = `
    with marked as (
      update deliveries d set session_id = f.session_id, state = 'waiting' from (
        select d.id, s.id as session_id from deliveries d cross join lateral (
          select id from sessions
          where connection_id = d.connection_id and provider_reference = d.session_reference limit 1) s
        where d.state = 'unmatched' and d.id >= $1
      ) f
      where d.id = f.id and d.id >= $1 and d.state = 'unmatched' returning d.id
    ), given_up as (
      update deliveries d set state = 'parked', park_code = 'session_missing', settled_at = now()
      where d.state = 'unmatched' and d.id >= $1 and d.received_at < now() - interval '1 hour'
        and not exists (select from marked m where m.id = d.id)
    )
    select 1 from marked`;
  return (await queryRows(pool, text, [firstId])).length;
}
