import type { StatusOrigin, Transition } from "@kyc-gateway/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import type { Database } from "../../platform/database/database.ts";
import { OutboxEventEntity, buildEventData } from "../events/index.ts";
import { TimelineEntryEntity } from "./timeline-entry.entity.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { queryWithin } from "../../platform/database/sql/query-within.ts";

const approved = `s.status = 'APPROVED' and s.expired_at is null and s.erasure = 'none'`;
const notice = `t.notice_days * interval '1 day'`;
/** What is to be told: that the end has come, or, once for each end, that it is near. */
const isDue = `(v.ends_at <= now()
  or t.notice_days > 0 and v.ends_at <= now() + ${notice} and s.expiring_told_for is distinct from v.ends_at)`;
const withEnd = `left join flows f on f.tenant_id = s.tenant_id and f.name = s.flow
  cross join lateral (select valid_until(s.decided_at, f.valid_for, s.document_expires_on, s.approved_until) as ends_at) v`;

/** Months differ in length: what a subtraction may miss is looked at, and judged by the end itself. */
const dueText = `
  select s.id from flows f join tenants t on t.id = f.tenant_id
    join sessions s on s.tenant_id = f.tenant_id and s.flow = f.name
      and s.decided_at <= now() + ${notice} - f.valid_for::interval + interval '4 days'
    cross join lateral (select valid_until(s.decided_at, f.valid_for, s.document_expires_on, s.approved_until) as ends_at) v
    where f.valid_for is not null and ${approved} and ${isDue}
  union
  select s.id from tenants t join sessions s on s.tenant_id = t.id
      and s.document_expires_on <= (now() + ${notice} + interval '1 day')::date
    ${withEnd} where ${approved} and ${isDue}
  union
  select s.id from tenants t join sessions s on s.tenant_id = t.id and s.approved_until <= now() + ${notice}
    ${withEnd} where ${approved} and ${isDue}
  limit $1`;

/** Approvals of which something is to be told. */
export async function listDueExpiries(
  { pool }: Pick<Database, "pool">,
  limit: number,
): Promise<readonly string[]> {
  return (await queryRows<{ id: string }>(pool, dueText, [limit])).map(({ id }) => id);
}

/**
 * Tells the end of one approval, or that it is near, and notes it in the same transaction: whoever comes second finds
 * nothing to do. An approval that another decision has taken the place of is noted and not told. A decision of the same
 * person and flow that is being committed is waited for.
 */
export async function tellExpiry(
  { orm }: Pick<Database, "orm">,
  sessionId: string,
): Promise<Transition | undefined> {
  return orm.em.fork().transactional(async (em) => {
    await queryWithin(em, lockText, [sessionId]);
    const [row] = await queryWithin<DueRow>(em, stateText, [sessionId]);
    if (row === undefined) return undefined;
    const { isOver, endsAt, isStanding } = row;
    const seq = isStanding ? row.seq + 1 : row.seq;
    await queryWithin(em, markText, [sessionId, seq, endsAt, isOver]);
    return isStanding ? record(em, sessionId, row) : undefined;
  });
}

/** In one order, so that two never wait for each other. */
const lockText = `
  select s.id from sessions s join sessions o on o.id = $1 and s.tenant_id = o.tenant_id and s.flow = o.flow
    and (s.id = o.id or s.applicant_hash = o.applicant_hash)
  where s.erasure = 'none' order by s.id for update of s`;

interface DueRow {
  readonly tenantId: string;
  readonly flow: string;
  readonly seq: number;
  readonly attempt: number;
  readonly origin: StatusOrigin;
  /** As PostgreSQL writes it, to the microsecond. */
  readonly endsAt: string;
  readonly at: string;
  readonly isOver: boolean;
  /** Whether it is the person's newest decision in the flow. */
  readonly isStanding: boolean;
}

const stateText = `
  select s.tenant_id as "tenantId", s.flow, s.seq, s.attempt, s.origin, v.ends_at::text as "endsAt", now()::text as at, v.ends_at <= now() as "isOver",
    not exists (select from sessions o where o.tenant_id = s.tenant_id and o.applicant_hash = s.applicant_hash
      and o.flow = s.flow and o.erasure = 'none' and o.status in ('APPROVED', 'REJECTED')
      and (o.decided_at, o.id) > (s.decided_at, s.id)) as "isStanding"
  from sessions s join tenants t on t.id = s.tenant_id ${withEnd}
  where s.id = $1 and ${approved} and ${isDue}`;

/** The time to the microsecond: as text, for the driver would cut it. */
const markText = `
  update sessions set seq = $2, expiring_told_for = $3::timestamptz, expired_at = case when $4 then $3::timestamptz end
  where id = $1`;

function record(em: SqlEntityManager, sessionId: string, row: DueRow): Transition {
  const { tenantId, flow, attempt, origin, endsAt, isOver } = row;
  const transition: Transition = {
    seq: row.seq + 1,
    attempt,
    at: new Date(row.at),
    from: "APPROVED",
    to: "APPROVED",
    origin,
    reasons: [],
    cause: "validity",
    isReversal: false,
    eventType: isOver ? "applicant.expired" : "applicant.expiring",
  };
  const { seq, at, cause, isReversal, eventType: type } = transition;
  const shared = { sessionId, tenantId, seq };
  const change = {
    attempt,
    at,
    origin,
    cause,
    isReversal,
    reasons: [],
    fromStatus: "APPROVED",
    toStatus: "APPROVED",
  } as const;
  em.create(TimelineEntryEntity, { ...shared, ...change, reasons: [] });
  const data = { ...buildEventData({ flow }, transition), validUntil: new Date(endsAt).toISOString() };
  em.create(OutboxEventEntity, { ...shared, id: newUuid(), type, occurredAt: at, data });
  return transition;
}
