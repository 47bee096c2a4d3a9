import {
  isSettled,
  planNextRead,
  planRetry,
  type AbandonedRead,
  type FetchedReport,
  type ReadLease,
  type RefreshStore,
  type Session,
  type SettledDecision,
  type Transition,
} from "@kyc-gateway/core";
import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import { queueRead } from "./session-jobs.store.ts";
import type { Applicant } from "../../platform/encryption/applicant-key.ts";
import { applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Database } from "../../platform/database/database.ts";
import { SessionEntity, type SessionRecord } from "./session.entity.ts";
import { findFirstIdFor } from "../../platform/database/first-id.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { recordTransition } from "./record-transition.ts";
import { storeReport, keepDocumentExpiry } from "./store-report.ts";
import {
  processedDeliveriesText,
  resealDeliveries,
  type ProcessedDelivery,
} from "./reseal-deliveries.store.ts";
import { openSession, sessionColumns, toSession, type SessionRow } from "./session-row.store.ts";

interface RefreshStoreOptions {
  readonly database: Database;
  readonly vault: Vault;
  /** The milliseconds between reads without news that a connection's adapter declares. */
  readonly rereadAfterMs: (connectionId: string | null) => readonly number[];
  readonly onTransition: (transition: Transition) => void;
  /** Told for each delivery that a fetch settled. */
  readonly onApplied: (connectionId: string, lagMs: number) => void;
}

/** `refreshSession`'s store. */
export function createRefreshStore(options: RefreshStoreOptions): RefreshStore {
  return {
    acquireLease: (sessionId, leaseMs) => acquireLease(options, sessionId, leaseMs),
    settleRead: (lease, outcome) => settleRead(options, lease, outcome),
    abandonRead: (lease, failure) => abandonRead(options, lease, failure),
  };
}

/**
 * A row that somebody has locked is as good as leased: nobody waits for it with a connection in hand.
 * A crashed holder's deliveries stay `processing`: whoever takes the lease next takes them too.
 */
async function acquireLease(
  { database, vault }: RefreshStoreOptions,
  sessionId: string,
  leaseMs: number,
): Promise<ReadLease | "busy" | "not_readable"> {
  const token = newUuid();
  const text = `
    with free as (
      select id from sessions where id = $1 for no key update skip locked
    ), s as (
      update sessions s set read_lease_until = now() + $2 * interval '1 millisecond', read_lease_token = $3
      from free
      where s.id = free.id and connection_id is not null and erasure = 'none'
        and (read_lease_until is null or read_lease_until < now())
      returning s.*
    ), taken as (
      update deliveries d set state = 'processing', attempts = attempts + 1 from s
      where d.session_id = s.id and d.id >= $4 and d.state in ('waiting', 'processing') returning 1
    )
    select ${sessionColumns}, s.read_count as "readCount", s.failed_reads as "failedReads",
      exists (select from taken) as "hasDeliveries", now() as "storeTime" from s ${applicantJoin}`;
  const [row] = await queryRows<LeasedRow>(database.pool, text, [
    sessionId,
    leaseMs,
    token,
    findFirstIdFor(sessionId),
  ]);
  if (row !== undefined) {
    const { hasDeliveries, readCount, failedReads } = row;
    const clockAheadMs = row.storeTime.getTime() - Date.now();
    return {
      token,
      session: await openSession(vault, row),
      hasDeliveries,
      readCount,
      failedReads,
      clockAheadMs,
    };
  }
  const [busy] = await queryRows(
    database.pool,
    `select 1 from sessions where id = $1 and connection_id is not null and erasure = 'none'`,
    [sessionId],
  );
  return busy === undefined ? "not_readable" : "busy";
}

type LeasedRow = SessionRow &
  Pick<ReadLease, "hasDeliveries" | "readCount" | "failedReads"> & { readonly storeTime: Date };

/** Thrown when a fetch took longer than its lease and another one has begun: its answer may be the older one. */
export class LeaseLostError extends Error {
  constructor() {
    super("The fetch took longer than its lease; another one has taken over.");
    this.name = "LeaseLostError";
  }
}

async function settleRead(
  options: RefreshStoreOptions,
  lease: ReadLease,
  { report, decide }: { report: FetchedReport | undefined; decide: (session: Session) => SettledDecision },
): Promise<Session> {
  // Before the transaction: within it a second connection might have to be waited for.
  const applicant = await options.vault.findApplicant(lease.session);
  const { session, transition, receivedAt } = await options.database.orm.em
    .fork()
    .transactional(async (em) => {
      const entity = await em.findOne(
        SessionEntity,
        { id: lease.session.id },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (entity === null || entity.readLeaseToken !== lease.token) throw new LeaseLostError();
      const before = toSession(entity, applicant);
      const { decision, reported } = decide(before);
      const moved = decision.kind === "moved" ? decision.transition : undefined;
      if (moved !== undefined) recordTransition(em, entity, moved);
      entity.reported = reported ?? entity.reported;
      entity.providerParts = report?.reference?.parts ?? entity.providerParts;
      endLease(entity, moved !== undefined, scheduleClock(lease));
      entity.nextReadAt = planNextRead(
        entity,
        options.rereadAfterMs(entity.connectionId),
        scheduleClock(lease),
      );
      if (report !== undefined && applicant !== undefined)
        keepDocumentExpiry(entity, await storeReport(em, { before, decision, report, applicant }));
      await em.flush();
      const settled = await settleDeliveries(em, entity.id, applicant);
      return { session: toSession(entity, applicant), transition: moved, receivedAt: settled };
    });
  if (transition !== undefined) options.onTransition(transition);
  for (const at of receivedAt) options.onApplied(session.connectionId ?? "", Date.now() - at.getTime());
  return session;
}

function endLease(entity: SessionRecord, isUpdate: boolean, { now }: { now: number }): void {
  Object.assign(entity, {
    readLeaseUntil: null,
    readLeaseToken: null,
    // News begin the schedule anew: more may follow soon.
    readCount: isUpdate ? 0 : entity.readCount + 1,
    failedReads: 0,
    lastReadAt: new Date(now),
  });
}

function scheduleClock({ clockAheadMs }: ReadLease): { now: number; random: () => number } {
  return { now: Date.now() + clockAheadMs, random: Math.random };
}

/**
 * Settles what the fetch was for, from now on under the applicant's key; what came in while it was under way is news
 * again. Gives the times of receipt.
 */
async function settleDeliveries(
  em: SqlEntityManager,
  sessionId: string,
  applicant: Applicant | undefined,
): Promise<readonly Date[]> {
  const firstId = findFirstIdFor(sessionId);
  const taken = await em.execute<ProcessedDelivery[]>(processedDeliveriesText("?", "?"), [
    sessionId,
    firstId,
  ]);
  if (taken.length > 0)
    await em.execute(
      `update deliveries d set state = 'applied', settled_at = now(), sealed_body = decode(r.body, 'base64')
       from jsonb_to_recordset(?::jsonb) as r (id uuid, body text) where d.id = r.id and d.session_id = ? and d.id >= ?`,
      [resealDeliveries(taken, applicant), sessionId, firstId],
    );
  await em.execute(
    `select ${queueRead({ cause: "webhook", sessionId: "session_id", connectionId: "connection_id" })}
     from (select session_id, connection_id from deliveries where session_id = ? and id >= ? and state = 'waiting' limit 1) d`,
    [sessionId, firstId],
  );
  return taken.map((row) => new Date(row.received_at));
}

async function abandonRead(
  options: RefreshStoreOptions,
  lease: ReadLease,
  { code, park, retryAfterMs }: AbandonedRead,
): Promise<void> {
  const { database, rereadAfterMs } = options;
  const { session, readCount, failedReads } = lease;
  const hasUnreadDeliveries = lease.hasDeliveries && !park;
  const retryAt = planRetry(
    { ...session, readCount, failedReads, hasUnreadDeliveries, retryAfterMs },
    rereadAfterMs(session.connectionId),
    scheduleClock(lease),
  );
  const text = `
    with s as (
      update sessions set read_lease_until = null, read_lease_token = null, next_read_at = $5,
        failed_reads = case when $6 then 0 else failed_reads + 1 end,
        read_count = read_count + case when $6 then 1 else 0 end
      where id = $1 and read_lease_token = $2 returning id
    )
    update deliveries d set state = 'parked', park_code = $3, settled_at = now(), sealed_body = decode(r.body, 'base64')
    from s, jsonb_to_recordset($4::jsonb) as r (id uuid, body text)
    where d.id = r.id and d.id >= $7 and d.session_id = s.id and d.state = 'processing'`;
  const isLookSpent = isSettled(session.status) && !hasUnreadDeliveries;
  const firstId = findFirstIdFor(session.id);
  const parked = park
    ? await queryRows<ProcessedDelivery>(database.pool, processedDeliveriesText("$1", "$2"), [
        session.id,
        firstId,
      ])
    : [];
  const resealed = resealDeliveries(parked, await options.vault.findApplicant(session));
  await database.pool.query(text, [session.id, lease.token, code, resealed, retryAt, isLookSpent, firstId]);
}
