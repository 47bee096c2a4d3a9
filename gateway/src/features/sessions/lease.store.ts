import { randomUUIDv7 } from "node:crypto";
import type { WebhookProgress } from "@kyc-gateway/adapter-spec/v1";
import type { ReadLease } from "@kyc-gateway/core";
import { intArray, textArray, uuidArray } from "../../platform/database/sql/binary-array.ts";
import type { Database } from "../../platform/database/database.ts";
import { findFirstIdFor } from "../../platform/database/first-id.ts";
import { isAlong } from "../../platform/database/sql/is-along.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import type { Statement } from "../../platform/database/sql/statement-batch.ts";
import { applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Applicant } from "../../platform/encryption/applicant-key.ts";
import type { StoredSpan } from "../../platform/observability/tracing.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { KnownReferences } from "./known-references.ts";
import { sessionColumns, toSession, type SessionRow } from "./session-row.store.ts";

/** A delivery that a read is for. */
export interface LeasedDelivery {
  readonly id: string;
  /** Undefined: it is under the applicant's key already. */
  readonly sealedBody: Buffer | undefined;
  /** How often an equal body had come again when the lease was taken. */
  readonly repeats: number;
  /** Milliseconds since the epoch. */
  readonly receivedMs: number;
  /** The span in which it was received. */
  readonly span: StoredSpan;
}

/** A lease with everything that settling it needs, so that no second look at the database is necessary. */
export interface StoredLease extends ReadLease {
  /** Undefined: the key was destroyed. */
  readonly applicant: Applicant | undefined;
  readonly deliveries: readonly LeasedDelivery[];
  /** What is kept of the session's reports; undefined: nothing. `readAt` as PostgreSQL writes it. */
  readonly report: { readonly sealedResult: Buffer; readonly readAt: string } | undefined;
}

type LeasedColumns = readonly [string, string | null, number, number, string | null, string | null];

type LeasedRow = SessionRow &
  Pick<ReadLease, "readCount" | "failedReads"> & {
    readonly storeTime: Date;
    readonly sealedResult: Buffer | null;
    readonly reportReadAt: string | null;
    readonly deliveries: readonly LeasedColumns[] | null;
  };

/** Deliveries of one session that one read settles: what is left over waits for another one. */
const mostDeliveries = 256;
const mostDeliveryBytes = 256 * 1024;

/** What a lease is made of; `s` is the session, `firstId` the parameter before which no delivery lies. */
const leaseColumns = `${sessionColumns}, s.read_count as "readCount", s.failed_reads as "failedReads",
  now() as "storeTime", r.sealed_result as "sealedResult", r.read_at::text as "reportReadAt", d.list as deliveries`;

/** The layout of what is sealed has the key's id behind its first byte. */
const foreignBody = `case when substring(sealed_body from 2 for 16) is distinct from uuid_send(s.applicant_key_id)
            then sealed_body end`;

const leaseJoins = (firstId: string): string => `${applicantJoin}
  left join session_reports r on r.session_id = s.id
  cross join lateral (
    select json_agg(json_build_array(id, encode(foreign_body, 'hex'), repeats,
      (extract(epoch from received_at) * 1000)::float8, progress, encode(trace_context, 'hex'))) as list
    from (
      select d.*, coalesce(sum(octet_length(foreign_body)) over (order by id rows unbounded preceding
        exclude current row), 0) as bytes_before
      from (
        (select id, ${foreignBody} as foreign_body, repeats, received_at, progress, trace_context from deliveries
          where state = 'waiting' and connection_id = s.connection_id
            and ${isAlong("session_reference", "s.provider_reference")} and id >= ${firstId}
          order by session_reference limit ${mostDeliveries})
        union all
        (select id, ${foreignBody} as foreign_body, repeats, received_at, progress, trace_context from deliveries
          where state = 'processing' and ${isAlong("session_id", "s.id")} and id >= ${firstId}
          order by session_id limit ${mostDeliveries})
      ) d
    ) d where bytes_before < ${mostDeliveryBytes}
  ) d`;

const setLease = (leaseMs: string, token: string): string =>
  `read_lease_until = now() + ${leaseMs}::int8 * interval '1 millisecond', read_lease_token = ${token}::uuid`;

const isFree = `(s.read_lease_until is null or s.read_lease_until < now())`;

/** A row that somebody has locked is as good as leased: nobody waits for it with a connection in hand. */
const leaseOne: Statement<LeasedRow> = {
  name: "lease_session",
  text: `
  with free as (
    select id from sessions where id = $1 for no key update skip locked
  ), s as (
    update sessions s set ${setLease("$2", "$3")} from free
    where s.id = free.id and connection_id is not null and erasure = 'none' and ${isFree}
    returning s.*
  )
  select ${leaseColumns} from s ${leaseJoins("$4")}`,
};

/** What leases are taken with. */
export interface LeaseParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly references: KnownReferences;
}

/** Whether the lease could be taken. `busy`: somebody has it. */
type LeaseAttempt =
  | { readonly kind: "leased"; readonly lease: StoredLease }
  | { readonly kind: "busy" | "not_readable" };

/** Takes the lease of one session. */
export async function acquireLease(
  parts: LeaseParts,
  sessionId: string,
  leaseMs: number,
): Promise<LeaseAttempt> {
  const token = randomUUIDv7();
  const values = [sessionId, Math.round(leaseMs), token, findFirstIdFor(sessionId)];
  const [row] = await parts.database.statements.run(parts.database.pool, [{ statement: leaseOne, values }]);
  if (row !== undefined) return { kind: "leased", lease: await openLease(parts, row, token) };
  const [busy] = await queryRows(
    parts.database.pool,
    `select 1 from sessions where id = $1 and connection_id is not null and erasure = 'none'`,
    [sessionId],
  );
  return { kind: busy === undefined ? "not_readable" : "busy" };
}

const reloadText = `select ${leaseColumns} from sessions s ${leaseJoins("$3")} where s.id = $1 and s.read_lease_token = $2`;

/** The same lease, with the session as it is now. Undefined: somebody else has it. */
export async function reloadLease(
  parts: LeaseParts,
  { session, token, deliveries }: StoredLease,
): Promise<StoredLease | undefined> {
  const values = [session.id, token, findFirstIdFor(session.id)];
  const [row] = await queryRows<LeasedRow>(parts.database.pool, reloadText, values);
  if (row === undefined) return undefined;
  // What has come in since the read began is not settled by it.
  const { hasDeliveries, ...lease } = await openLease(parts, row, token);
  return { ...lease, deliveries, hasDeliveries: hasDeliveries && deliveries.length > 0 };
}

/** Throws `UnsealError`. */
function openLease({ vault, references }: LeaseParts, row: LeasedRow, token: string): Promise<StoredLease> {
  return vault.opening(() => {
    const applicant = vault.applicants.open(row);
    const { sealedResult, reportReadAt: readAt } = row;
    const session = toSession(row, applicant);
    references.note(session);
    return {
      token,
      applicant,
      session,
      report: sealedResult === null || readAt === null ? undefined : { sealedResult, readAt },
      deliveries: (row.deliveries ?? []).map(([id, body, repeats, receivedMs, , span]) => ({
        id,
        repeats,
        receivedMs,
        sealedBody: body === null ? undefined : Buffer.from(body, "hex"),
        span: span === null ? null : Buffer.from(span, "hex"),
      })),
      hasDeliveries: row.deliveries !== null,
      hints: (row.deliveries ?? []).flatMap(([, , , , progress]) =>
        progress === null ? [] : [JSON.parse(progress) as WebhookProgress],
      ),
      readCount: row.readCount,
      failedReads: row.failedReads,
      clockAheadMs: row.storeTime.getTime() - Date.now(),
    };
  });
}

/** A connection whose sessions may be read now. */
export interface LeaseShare {
  readonly connectionId: string;
  /** Sessions that may be taken. */
  readonly room: number;
  /** The provider's reference behind which to look: sessions take turns. Empty: at the beginning. */
  readonly after: string;
}

export interface LeasedWaiting {
  readonly leases: readonly StoredLease[];
  /** Where to look next time, by connection; empty: at the beginning. Absent: nothing waits. */
  readonly nextAfter: ReadonlyMap<string, string>;
  /** Why leases could not be opened: their sessions are left alone until the leases end. */
  readonly failures: readonly unknown[];
}

type WaitingRow = { readonly scannedId: string; readonly nextAfter: string } & (
  | LeasedRow
  | { readonly id: null }
);

/**
 * For the transaction of the next statement, and for its plan, which is kept. The planner sees how much waits at the moment
 * of its last look, which may be nothing: then it would sort all that waits for each of the jumps.
 */
const planJumps: Statement = {
  name: "plan_jumps",
  setsPlanner: true,
  text: `select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_sort', 'off', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
};

/** References beyond those that may be taken: of sessions that are being read, or of none. */
const slack = 64;

/** Written so that the planner does not see that it could read the whole index of those that wait: ids are at hand. */
const isWaitingStill = `state || '' = 'waiting'`;

/** Found from the reference, never the other way round: a join could begin with all deliveries. */
const idsWaitingFor = (condition: string): string => `array(
      select w.id from p cross join lateral (
        select id from deliveries
        where state = 'waiting' and id >= $1 and connection_id = p.connection_id
          and ${isAlong("session_reference", "p.reference")}
        order by session_reference offset 0
      ) w where ${condition})`;

/**
 * Finds the sessions of waiting deliveries and leases them. A delivery without a session becomes `unmatched`; what is
 * about an erased session is deleted. It jumps from reference to reference along the index, from where the last look
 * ended, so that a session with thousands of deliveries costs as much as one with one. Arrays and a limit keep the
 * planner, which cannot know how few sessions these are, from reading the whole table.
 */
const leaseMany: Statement<WaitingRow> = {
  name: "lease_waiting_sessions",
  text: `
  with c as materialized (
    select * from unnest($2::uuid[], $3::int[], $4::text[]) as c (connection_id, room, after)
  ), w as materialized (
    select c.connection_id, c.room, r.reference, s.id as session_id, s.erasure,
      s.erasure = 'none' and ${isFree} as is_free
    from c cross join lateral (
      with recursive r as (
        (select session_reference as reference, 1 as place from deliveries
          where state = 'waiting' and id >= $1 and connection_id = c.connection_id and session_reference > c.after
          order by session_reference limit 1)
        union all
        select n.session_reference, r.place + 1 from r cross join lateral (
          select session_reference from deliveries
          where state = 'waiting' and id >= $1 and connection_id = c.connection_id and session_reference > r.reference
          order by session_reference limit 1) n
        where r.place < c.room + ${slack}
      ) select * from r
    ) r left join lateral (
      select id, erasure, read_lease_until from sessions
      where connection_id = c.connection_id and provider_reference = r.reference limit 1
    ) s on true
  ), p as materialized (
    select *, count(*) filter (where is_free) over (partition by connection_id order by reference) as place from w
  ), g as (
    select connection_id, case when bool_and(place <= room) and count(*) < max(room) + ${slack} then ''
      else max(reference) filter (where place <= room) end as next_after
    from p group by connection_id
  ), f as (
    select s.id from sessions s
    where s.id = any (array(select session_id from p where is_free and place <= room)) and s.erasure = 'none' and ${isFree}
    order by s.id for no key update skip locked
  ), s as (
    update sessions s set ${setLease("$5", "$6")} where s.id = any (array(select id from f)) returning s.*
  ), strays as (
    update deliveries set state = 'unmatched'
    where id = any (${idsWaitingFor("p.session_id is null")}) and id >= $1 and ${isWaitingStill}
  ), erased as (
    delete from deliveries
    where id = any (${idsWaitingFor("p.erasure <> 'none'")}) and id >= $1 and ${isWaitingStill}
  )
  select g.connection_id as "scannedId", g.next_after as "nextAfter", ${leaseColumns}
  from g left join (s ${leaseJoins("$1")}) on s.connection_id = g.connection_id`,
};

/** Leases the sessions of waiting deliveries, each connection's within its room. */
export async function leaseWaiting(
  parts: LeaseParts,
  {
    firstId,
    shares,
    leaseMs,
  }: { readonly firstId: string; readonly shares: readonly LeaseShare[]; readonly leaseMs: number },
): Promise<LeasedWaiting> {
  const token = randomUUIDv7();
  const values = [
    firstId,
    uuidArray(shares.map(({ connectionId }) => connectionId)),
    intArray(shares.map(({ room }) => room)),
    textArray(shares.map(({ after }) => after)),
    Math.round(leaseMs),
    token,
  ];
  const { statements, pool } = parts.database;
  const rows = await statements.run(pool, [
    { statement: planJumps, values: [] },
    { statement: leaseMany, values },
  ]);
  const opened = await Promise.allSettled(
    rows.flatMap((row) => (row.id === null ? [] : [openLease(parts, row, token)])),
  );
  return {
    leases: opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
    nextAfter: new Map(rows.map(({ scannedId, nextAfter }) => [scannedId, nextAfter])),
    failures: opened.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : [])),
  };
}
