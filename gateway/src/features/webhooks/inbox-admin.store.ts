import { Confidential, type Session } from "@kyc-gateway/core";
import { type Actor, type AuditNote, recordAudit } from "../audit/index.ts";
import type { ApplicantColumns } from "../../platform/encryption/applicant-key.ts";
import { applicantColumns, applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Database } from "../../platform/database/database.ts";
import type { DeliveryState } from "./delivery.entity.ts";
import { findFirstIdFor } from "../../platform/database/first-id.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { currentTraceparent } from "../../platform/observability/tracing.ts";
import { type SessionRow, bodyContext, openSession, queueRead, sessionColumns } from "../sessions/index.ts";
import { queryWithin } from "../../platform/database/sql/query-within.ts";

/** A delivery as an operator sees it: everything but its body. */
export interface DeliveryRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly sessionId: string | null;
  readonly sessionReference: string | null;
  readonly eventId: string | null;
  readonly eventType: string;
  readonly state: DeliveryState;
  readonly parkCode: string | null;
  readonly attempts: number;
  readonly receivedAt: Date;
  readonly settledAt: Date | null;
}

export interface DeliveryFilter {
  readonly connectionId?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly parkCode?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly receivedAfter?: Date | undefined;
  readonly receivedBefore?: Date | undefined;
}

/** How many deliveries are not applied, and since when the oldest waits. */
export interface BacklogLine {
  readonly connectionId: string;
  readonly state: DeliveryState;
  readonly parkCode: string | null;
  readonly count: number;
  readonly oldestReceivedAt: Date;
}

/** The inbox as operators work on it. */
export interface InboxAdmin {
  /** Newest first; ids are in the order of time. */
  list(
    filter: DeliveryFilter,
    page: { limit: number; before?: string | undefined },
  ): Promise<DeliveryRecord[]>;
  find(deliveryId: string): Promise<DeliveryRecord | undefined>;
  /** Undefined also where its applicant's key was destroyed. Throws `UnsealError`. */
  readBody(deliveryId: string): Promise<Confidential<Buffer> | undefined>;
  summarise(): Promise<BacklogLine[]>;
  findSession(connectionId: string, reference: string): Promise<Session | undefined>;
  /**
   * Hands deliveries over to the next fetch of their sessions and queues it, together with the record of who did it.
   * Returns the ids that it took: one that is under way already is left alone.
   */
  requeue(
    matches: readonly { readonly deliveryId: string; readonly sessionId: string }[],
    audit: { readonly actor: Actor; readonly note: AuditNote },
  ): Promise<readonly string[]>;
}

export function createInboxAdmin(database: Database, vault: Vault): InboxAdmin {
  const { pool } = database;
  return {
    list: (filter, page) => listDeliveries(database, filter, page),
    async find(deliveryId) {
      const [row] = await queryRows<DeliveryRecord>(
        pool,
        `select ${columns} from deliveries d where d.id = $1`,
        [deliveryId],
      );
      return row;
    },
    readBody: (deliveryId) => readBody(database, vault, deliveryId),
    summarise: () =>
      queryRows<BacklogLine>(
        pool,
        `select connection_id as "connectionId", state, park_code as "parkCode", count(*)::int as count,
           min(received_at) as "oldestReceivedAt"
         from (
           select connection_id, state, park_code, received_at from deliveries where state = 'waiting'
           union all
           select connection_id, state, park_code, received_at from deliveries
           where state in ('unmatched', 'processing', 'parked')
         ) d group by 1, 2, 3 order by 5`,
        [],
      ),
    async findSession(connectionId, reference) {
      const text = `select ${sessionColumns} from sessions s ${applicantJoin}
        where s.connection_id = $1 and s.provider_reference = $2 and s.erasure = 'none'`;
      const [row] = await queryRows<SessionRow>(pool, text, [connectionId, reference]);
      return row === undefined ? undefined : openSession(vault, row);
    },
    requeue: (matches, audit) => requeue(database, matches, audit),
  };
}

const columns = `d.id, d.connection_id as "connectionId", d.session_id as "sessionId",
  d.session_reference as "sessionReference", d.event_id as "eventId", d.event_type as "eventType", d.state,
  d.park_code as "parkCode", d.attempts, d.received_at as "receivedAt", d.settled_at as "settledAt"`;

async function readBody(
  { pool }: Database,
  vault: Vault,
  deliveryId: string,
): Promise<Confidential<Buffer> | undefined> {
  const text = `select d.sealed_body as "sealedBody", s.tenant_id as "tenantId", ${applicantColumns}
    from deliveries d left join sessions s on s.id = coalesce(d.session_id, (select id from sessions
      where connection_id = d.connection_id and provider_reference = d.session_reference)) ${applicantJoin} where d.id = $1`;
  const [row] = await queryRows<BodyRow>(pool, text, [deliveryId]);
  if (row === undefined) return undefined;
  const { tenantId, sealedBody } = row;
  return vault.opening(() => {
    const sealer = tenantId === null ? vault.system : vault.applicants.open({ ...row, tenantId })?.sealer;
    return sealer && new Confidential(sealer.open(bodyContext(deliveryId), sealedBody));
  });
}

type BodyRow = Omit<ApplicantColumns, "tenantId"> & {
  readonly sealedBody: Buffer;
  /** Null: no session has it. */
  readonly tenantId: string | null;
};

/** Only the conditions that are asked for: the planner cannot see past one that is switched off. */
async function listDeliveries(
  { pool }: Database,
  filter: DeliveryFilter,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<DeliveryRecord[]> {
  const conditions = [
    ["d.connection_id =", filter.connectionId],
    ["d.state =", filter.state],
    // A verdict is a parked one's: said aloud, so that the index of what is stuck serves.
    ["d.state = 'parked' and d.park_code =", filter.parkCode],
    ["d.session_id =", filter.sessionId],
    ["d.id >=", filter.sessionId && findFirstIdFor(filter.sessionId)],
    ["d.received_at >=", filter.receivedAfter],
    ["d.received_at <", filter.receivedBefore],
    ["d.id <", before],
  ] as const;
  const asked = conditions.filter(([, value]) => value !== undefined);
  const where = asked.map(([condition], index) => `${condition} $${index + 2}`).join(" and ");
  const text = `select ${columns} from deliveries d ${where && `where ${where}`} order by d.id desc limit $1`;
  return queryRows<DeliveryRecord>(pool, text, [limit, ...asked.map(([, value]) => value)]);
}

/** `processing` at once: a duplicate with the same body may wait, and only one of two that wait can be there. */
async function requeue(
  { orm }: Database,
  matches: Parameters<InboxAdmin["requeue"]>[0],
  { actor, note }: Parameters<InboxAdmin["requeue"]>[1],
): Promise<readonly string[]> {
  return orm.em.fork().transactional(async (em) => {
    const deliveryIds = matches.map(({ deliveryId }) => deliveryId);
    const sessionIds = matches.map(({ sessionId }) => sessionId);
    const taken = await queryWithin<{ id: string }>(
      em,
      `with matched as (
         select * from unnest($1::uuid[], $2::uuid[]) as m (delivery_id, session_id)
       ), taken as (
         update deliveries d set state = 'processing', session_id = m.session_id, park_code = null, settled_at = null
         from matched m where d.id = m.delivery_id and d.state in ('parked', 'unmatched', 'applied')
         returning d.id, d.session_id, d.connection_id
       ), jobs as (
         select ${queueRead({ cause: "webhook", sessionId: "session_id", connectionId: "connection_id", trace: "$3::text" })}
         from (select distinct session_id, connection_id from taken) t
       )
       select id, (select count(*) from jobs) as jobs from taken`,
      [deliveryIds, sessionIds, currentTraceparent() ?? null],
    );
    const ids = taken.map(({ id }) => id);
    await recordAudit(em, actor, [{ ...note, detail: { ...note.detail, deliveries: ids } }]);
    return ids;
  });
}
