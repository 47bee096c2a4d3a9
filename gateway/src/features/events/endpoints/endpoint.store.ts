import type { EventAttempt, EndpointEventType } from "@kyc-gateway/http-api";
import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import { recordAudit } from "../../audit/index.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { EventAttemptEntity } from "../outbox/event-attempt.entity.ts";
import { EventEndpointEntity, type EventEndpointRecord } from "../outbox/event-endpoint.entity.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";
import type {
  Endpoint,
  EndpointAuditEntry,
  EndpointChange,
  InsertedEndpoint,
  Pending,
  ResendRange,
  UpdatedEndpoint,
} from "./endpoint.ts";
import { buildEndpointRow, readLastNumber } from "./endpoint-row.ts";
import { openKeys, sealKeys } from "../signing/signing-key.ts";
import { queryWithin } from "../../../platform/database/sql/query-within.ts";
import { isDatabaseError } from "../../../platform/database/sql/database-error.ts";

/** Whose endpoint, and which. */
type EndpointKey = Pick<Endpoint, "tenantId" | "id">;

/** A tenant's endpoints: a foreign id is as unknown as one that does not exist. */
export interface EndpointStore {
  /** Its first event is the next one that happens. */
  insert(
    endpoint: Pick<Endpoint, "tenantId" | "url" | "description" | "types" | "keys">,
    entry: EndpointAuditEntry,
  ): Promise<InsertedEndpoint>;
  list(tenantId: string): Promise<readonly Endpoint[]>;
  find(tenantId: string, id: string): Promise<Endpoint | undefined>;
  /** One at a time: `change` sees the newest. */
  update(
    which: EndpointKey,
    change: (endpoint: Endpoint) => EndpointChange,
    entry: EndpointAuditEntry,
  ): Promise<UpdatedEndpoint>;
  remove(which: EndpointKey, entry: EndpointAuditEntry): Promise<boolean>;
  countPending(which: EndpointKey): Promise<Pending>;
  listAttempts(
    which: EndpointKey,
    page: { eventId?: string | undefined; cursor?: string | undefined; limit: number },
  ): Promise<readonly EventAttempt[]>;
  hasAttempt(which: EndpointKey, id: string): Promise<boolean>;
  /** Undefined: the tenant has no such event that the endpoint gets. */
  resend(
    endpoint: Endpoint,
    range: ResendRange,
    entry: EndpointAuditEntry,
  ): Promise<{ id: string; count: number } | undefined>;
}

const maxEndpoints = 50;
const pendingLimit = 1000;

export function createEndpointStore(database: Database, vault: Vault): EndpointStore {
  const { tenants } = database;
  const open = (rows: readonly EventEndpointRecord[]): Promise<readonly Endpoint[]> =>
    vault.opening(() => rows.map((row) => toEndpoint(row, vault)));
  return {
    insert: (endpoint, entry) => insertEndpoint({ database, vault }, endpoint, entry),
    list: async (tenantId) =>
      open(
        await asTenant(database, tenantId, (em) =>
          em.find(EventEndpointEntity, { tenantId }, { orderBy: { createdAt: "asc", id: "asc" } }),
        ),
      ),
    async find(tenantId, id) {
      const row = await asTenant(database, tenantId, (em) =>
        em.findOne(EventEndpointEntity, { id, tenantId }),
      );
      return row === null ? undefined : (await open([row]))[0];
    },
    update: (which, change, entry) =>
      orDuplicate(() => updateEndpoint({ database, vault }, { which, change, entry })),
    remove: ({ tenantId, id }, entry) =>
      asTenant(database, tenantId, async (em) => {
        const which = { id, tenantId };
        const options = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;
        if ((await em.findOne(EventEndpointEntity, which, options)) === null) return false;
        await em.nativeDelete(EventAttemptEntity, { endpointId: id });
        await em.nativeDelete(EventEndpointEntity, which);
        await recordEndpointAudit(em, which, entry);
        return true;
      }),
    async countPending({ tenantId, id }) {
      const [row] = await tenants.run(tenantId, (on) =>
        queryRows<Pending>(on, pendingText, [id, pendingLimit]),
      );
      return row ?? { count: 0, oldestAt: null };
    },
    listAttempts: (which, page) => listAttempts(database, which, page),
    hasAttempt: ({ tenantId, id: endpointId }, id) =>
      asTenant(
        database,
        tenantId,
        async (em) => (await em.count(EventAttemptEntity, { id, endpointId })) > 0,
      ),
    resend: (endpoint, range, entry) => planResend(database, endpoint, { ...range, entry }),
  };
}

function asTenant<Outcome>(
  { orm, tenants }: Database,
  tenantId: string,
  work: (em: SqlEntityManager) => Promise<Outcome>,
): Promise<Outcome> {
  return orm.em.fork().transactional(async (em) => {
    await tenants.bind(em, tenantId);
    return work(em);
  });
}

function recordEndpointAudit(
  em: SqlEntityManager,
  { tenantId, id }: EndpointKey,
  { actor, action, detail = {} }: EndpointAuditEntry,
): Promise<void> {
  return recordAudit(em, actor, [{ action, subject: `endpoint ${id}`, detail, tenantId }]);
}

interface Storage {
  readonly database: Database;
  readonly vault: Vault;
}

async function insertEndpoint(
  { database, vault }: Storage,
  endpoint: Parameters<EndpointStore["insert"]>[0],
  entry: EndpointAuditEntry,
): Promise<InsertedEndpoint> {
  const { tenantId } = endpoint;
  const insert = () =>
    asTenant(database, tenantId, async (em): Promise<InsertedEndpoint> => {
      // Whoever counts has the count to itself until its endpoint is there.
      await queryWithin(em, "select pg_advisory_xact_lock(hashtextextended($1, 0))", [
        `endpoints ${tenantId}`,
      ]);
      if ((await em.count(EventEndpointEntity, { tenantId })) >= maxEndpoints) return { kind: "full" };
      const row = buildEndpointRow(vault.of(tenantId), endpoint);
      const created = em.create(EventEndpointEntity, { ...row, cursorNumber: await readLastNumber(em) });
      await recordEndpointAudit(em, { tenantId, id: row.id }, entry);
      return { kind: "saved", endpoint: toEndpoint(created, vault) };
    });
  // A command has no keys in memory when it begins.
  return orDuplicate(() => vault.opening(insert));
}

async function updateEndpoint(
  { database, vault }: Storage,
  {
    which,
    change,
    entry,
  }: { which: EndpointKey; change: (endpoint: Endpoint) => EndpointChange; entry: EndpointAuditEntry },
): Promise<UpdatedEndpoint> {
  return asTenant(database, which.tenantId, async (em) => {
    const row = await em.findOne(EventEndpointEntity, which, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (row === null) return { kind: "unknown" };
    const { keys, types, ...plain } = change(await vault.opening(() => toEndpoint(row, vault)));
    em.assign(row, {
      ...plain,
      ...(keys === undefined ? {} : { sealedKeys: sealKeys(vault.of(row.tenantId), row.id, keys) }),
      ...(types === undefined ? {} : { types: types === null ? null : [...types] }),
      updatedAt: new Date(),
    });
    await recordEndpointAudit(em, which, entry);
    return { kind: "saved", endpoint: toEndpoint(row, vault) };
  });
}

async function planResend(
  database: Database,
  endpoint: Endpoint,
  { eventId, since, until, entry }: ResendRange & { readonly entry: EndpointAuditEntry },
): Promise<{ id: string; count: number } | undefined> {
  const range = [eventId ?? null, since ?? null, until ?? null];
  const values = [endpoint.tenantId, endpoint.types, ...range, newUuid(), endpoint.id, pendingLimit];
  return asTenant(database, endpoint.tenantId, async (em) => {
    const [row] = await queryWithin<{ id: string; count: number }>(em, resendText, values);
    if (row !== undefined) await recordEndpointAudit(em, endpoint, entry);
    return row;
  });
}

async function listAttempts(
  database: Database,
  { tenantId, id: endpointId }: EndpointKey,
  { eventId, cursor, limit }: Parameters<EndpointStore["listAttempts"]>[1],
): Promise<readonly EventAttempt[]> {
  const where = {
    endpointId,
    ...(eventId === undefined ? {} : { eventId }),
    ...(cursor === undefined ? {} : { id: { $lt: cursor } }),
  };
  const rows = await asTenant(database, tenantId, (em) =>
    em.find(EventAttemptEntity, where, { orderBy: { id: "desc" }, limit }),
  );
  return rows.map(({ endpointId: _endpointId, startedAt, outcome, ...row }) => ({
    ...row,
    startedAt: startedAt.toISOString(),
    outcome: outcome as EventAttempt["outcome"],
  }));
}

async function orDuplicate<T>(work: () => Promise<T>): Promise<T | { readonly kind: "duplicate" }> {
  try {
    return await work();
  } catch (error) {
    if (isDatabaseError(error, "unique_violation")) return { kind: "duplicate" };
    throw error;
  }
}

function toEndpoint(row: EventEndpointRecord, vault: Vault): Endpoint {
  return {
    id: row.id,
    tenantId: row.tenantId,
    url: row.url,
    description: row.description,
    types: row.types as EndpointEventType[] | null,
    keys: openKeys(vault.of(row.tenantId), row.id, row.sealedKeys),
    state: row.state,
    disabledReason: row.disabledReason,
    stateSince: row.stateSince,
    failures: row.failures,
    nextAttemptAt: row.nextAttemptAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** Numbered or not: what is committed is pending. */
const pendingText = `
  select count(*)::int as count, min(p.occurred_at) as "oldestAt" from event_endpoints e cross join lateral (
    select o.occurred_at from outbox o where o.tenant_id = e.tenant_id and o.number > e.cursor_number
      and (e.types is null or o.type = any(e.types)) order by o.number limit $2
  ) p where e.id = $1`;

const resendText = `
  with found as (
    select o.number from outbox o, event_numbering n
    where o.tenant_id = $1 and o.number <= n.last_number and ($2::text[] is null or o.type = any($2))
      and ($3::uuid is null or o.id = $3) and ($4::timestamptz is null or o.occurred_at >= $4)
      and ($5::timestamptz is null or o.occurred_at < $5)
  ), ends as (select min(number) as first, max(number) as last from found), resend as (
    insert into event_resends (id, endpoint_id, after_number, through_number, since, until, requested_at)
    select $6::uuid, $7::uuid, first - 1, last, $4, $5, now() from ends where first is not null returning id
  )
  select id, (select count(*)::int from (select 1 from found limit $8) counted) as count from resend`;
