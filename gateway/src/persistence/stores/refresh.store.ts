import type { Report } from "@kyc-gateway/adapter-spec/v1";
import {
  isSettled,
  type Decision,
  type ReadLease,
  type RefreshStore,
  type Session,
  type Transition,
} from "@kyc-gateway/core";
import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import type { Sealer } from "../../crypto/sealer.ts";
import type { Database } from "../database.ts";
import { SessionReportEntity } from "../entities/session-report.entity.ts";
import { SessionEntity, type SessionRecord } from "../entities/session.entity.ts";
import { queryRows } from "../query.ts";
import { recordTransition } from "../record-transition.ts";
import { sealReport } from "../report-row.ts";
import { sessionColumns, toSession, type SessionRow } from "../session-row.ts";

/** When a session is looked at again without news: milliseconds after its n-th read, undefined for never. */
export type NextReadAfterMs = (connectionId: string, readCount: number) => number;

interface RefreshStoreOptions {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly nextReadAfterMs: NextReadAfterMs;
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

/** A crashed holder's deliveries stay `processing`: whoever takes the lease next takes them too. */
async function acquireLease(
  { database, sealer }: RefreshStoreOptions,
  sessionId: string,
  leaseMs: number,
): Promise<ReadLease | "busy" | "not_readable"> {
  const token = newUuid();
  const text = `
    with s as (
      update sessions s set read_lease_until = now() + $2 * interval '1 millisecond', read_lease_token = $3
      where id = $1 and connection_id is not null and erasure = 'none'
        and (read_lease_until is null or read_lease_until < now())
      returning *
    ), taken as (
      update deliveries d set state = 'processing', attempts = attempts + 1 from s
      where d.session_id = s.id and d.state in ('waiting', 'processing')
    )
    select ${sessionColumns} from s`;
  const [row] = await queryRows<SessionRow>(database.pool, text, [sessionId, leaseMs, token]);
  if (row !== undefined) return { token, session: toSession(row, sealer) };
  const [busy] = await queryRows(
    database.pool,
    // What a provider still tells about an erased session is personal data that nobody asked for any more.
    `with unwanted as (
       delete from deliveries d using sessions s where s.id = $1 and s.erasure <> 'none' and d.session_id = s.id
     )
     select 1 from sessions where id = $1 and connection_id is not null and erasure = 'none'`,
    [sessionId],
  );
  return busy === undefined ? "not_readable" : "busy";
}

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
  { report, decide }: { report: Report | undefined; decide: (session: Session) => Decision },
): Promise<Session> {
  const { session, transition, receivedAt } = await options.database.orm.em
    .fork()
    .transactional(async (em) => {
      const entity = await em.findOne(
        SessionEntity,
        { id: lease.session.id },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (entity === null || entity.readLeaseToken !== lease.token) throw new LeaseLostError();
      const decision = decide(toSession(entity, options.sealer));
      const moved = decision.kind === "moved" ? decision.transition : undefined;
      if (moved !== undefined) recordTransition(em, entity, moved);
      entity.providerParts = report?.reference?.parts ?? entity.providerParts;
      scheduleNextRead(entity, options.nextReadAfterMs);
      if (report !== undefined) await storeReport(em, { entity, report, sealer: options.sealer });
      await em.flush();
      const settled = await settleDeliveries(em, entity.id);
      return { session: toSession(entity, options.sealer), transition: moved, receivedAt: settled };
    });
  if (transition !== undefined) options.onTransition(transition);
  for (const at of receivedAt) options.onApplied(session.connectionId ?? "", Date.now() - at.getTime());
  return session;
}

function scheduleNextRead(entity: SessionRecord, nextReadAfterMs: NextReadAfterMs): void {
  entity.readLeaseUntil = null;
  entity.readLeaseToken = null;
  entity.readCount += 1;
  const next = Date.now() + nextReadAfterMs(entity.connectionId ?? "", entity.readCount);
  const lapse = entity.lapsesAt?.getTime() ?? next;
  // The last look is at the lapse itself; after it, and in review, the plain schedule goes on.
  entity.nextReadAt = isSettled(entity.status)
    ? null
    : new Date(lapse > Date.now() ? Math.min(next, lapse) : next);
}

async function storeReport(
  em: SqlEntityManager,
  { entity, report, sealer }: { entity: SessionRecord; report: Report; sealer: Sealer },
): Promise<void> {
  await em.upsert(SessionReportEntity, {
    sessionId: entity.id,
    tenantId: entity.tenantId,
    readAt: new Date(),
    ...sealReport(sealer, entity.id, report),
  });
}

/** Settles what the fetch was for; what came in while it was under way is news again. Gives the times of receipt. */
async function settleDeliveries(em: SqlEntityManager, sessionId: string): Promise<readonly Date[]> {
  const settled = await em.execute<{ received_at: string }[]>(
    `update deliveries set state = 'applied', settled_at = now()
     where session_id = ? and state = 'processing' returning received_at`,
    [sessionId],
  );
  await em.execute(
    `select graphile_worker.add_job('refresh-session', json_build_object('sessionId', id, 'cause', 'webhook'), job_key := 'refresh:' || id)
     from (select session_id as id from deliveries where session_id = ? and state = 'waiting' limit 1) d`,
    [sessionId],
  );
  return settled.map((row) => new Date(row.received_at));
}

async function abandonRead(
  { database }: RefreshStoreOptions,
  lease: ReadLease,
  failure: { code: string; park: boolean },
): Promise<void> {
  const text = `
    with s as (
      update sessions set read_lease_until = null, read_lease_token = null
      where id = $1 and read_lease_token = $2 returning id
    )
    update deliveries d set state = 'parked', park_code = $3, settled_at = now() from s
    where $4 and d.session_id = s.id and d.state = 'processing'`;
  await database.pool.query(text, [lease.session.id, lease.token, failure.code, failure.park]);
}
