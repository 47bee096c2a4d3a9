import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import { type Actor, type AuditNote, recordAudit } from "../../audit/index.ts";
import type { Database } from "../../../platform/database/database.ts";
import { LegalHoldError, type Erasure } from "./erasure.ts";
import { isHeld, lockApplicants } from "./legal-holds.store.ts";
import { queueErasure } from "../../sessions/index.ts";
import type { ApplicantKeys } from "./applicant-keys.store.ts";
import { wipeSessions } from "./wipe-sessions.store.ts";
import { queryWithin } from "../../../platform/database/sql/query-within.ts";

/** What is to be erased, at whose request. */
export interface ErasureRequest {
  readonly tenantId: string;
  /** One session, or a person with all of them. */
  readonly target: { readonly sessionId: string } | { readonly applicantId: string };
  readonly cause: Erasure["cause"];
  readonly actor: Actor;
  readonly reason?: AuditNote["reason"];
}

interface Found {
  readonly sessionIds: readonly string[];
  /** Those of them that nobody has erased yet. */
  readonly freshIds: readonly string[];
  readonly hash: Buffer | undefined;
}

/**
 * Removes everything personal that we hold, queues the erasure at the providers, and says so in the audit log: all in
 * one transaction, which nothing of the person's comes between. Repeating it changes nothing. Gives the erasure's id;
 * undefined: there is nobody, or no session, of that id. Throws `LegalHoldError`.
 */
export async function requestErasure(
  parts: { readonly database: Database; readonly people: ApplicantKeys },
  request: ErasureRequest,
): Promise<string | undefined> {
  return parts.database.orm.em.fork().transactional(async (em) => {
    const found = await findTarget(em, parts, request);
    if (found === undefined) return undefined;
    const { sessionIds, freshIds, hash } = found;
    if (freshIds.length === 0) return findEarlier(em, request.tenantId, found);
    const hashes = hash === undefined ? [] : [hash];
    if (await isHeld(em, { tenantId: request.tenantId, sessionIds: freshIds, applicantHashes: hashes }))
      throw new LegalHoldError();
    await planProviderErasures(em, freshIds, hash);
    const removed = await wipeSessions(em, freshIds);
    if (hash !== undefined) await parts.people.destroyUnusedKey(em, request.tenantId, hash);
    return saveErasure(em, { request, sessionIds, removed, hash });
  });
}

async function findTarget(
  em: SqlEntityManager,
  { database, people }: Parameters<typeof requestErasure>[0],
  { tenantId, target }: ErasureRequest,
): Promise<Found | undefined> {
  if ("sessionId" in target) {
    const hash = await people.hashOfSession(tenantId, target.sessionId);
    await lockApplicants(em, tenantId, hash === undefined ? [] : [hash]);
    const rows = await lockSessions(em, database, { tenantId, ids: [target.sessionId] });
    return rows.length === 0 ? undefined : { ...split(rows), hash };
  }
  const hash = await people.hash(tenantId, target.applicantId);
  await lockApplicants(em, tenantId, [hash]);
  const ids = await people.listSessionIds(em, tenantId, target.applicantId);
  const rows = await lockSessions(em, database, { tenantId, ids });
  if (rows.length > 0) {
    await people.destroyKey(em, tenantId, hash);
    return { ...split(rows), hash };
  }
  const erased = await queryWithin(
    em,
    "select 1 from erasures where tenant_id = $1 and applicant_hash = $2 limit 1",
    [tenantId, hash],
  );
  return erased.length === 0 ? undefined : { sessionIds: [], freshIds: [], hash };
}

interface LockedRow {
  readonly id: string;
  readonly erasure: string;
}

/** Whatever is done to a session hereafter goes by these ids: that they are the tenant's own, PostgreSQL sees to as well. */
async function lockSessions(
  em: SqlEntityManager,
  { tenants }: Database,
  { tenantId, ids }: { readonly tenantId: string; readonly ids: readonly string[] },
): Promise<readonly LockedRow[]> {
  await tenants.bind(em, tenantId);
  const rows = await queryWithin<LockedRow>(
    em,
    "select id, erasure from sessions where tenant_id = $1 and id = any ($2::uuid[]) order by id for update",
    [tenantId, ids],
  );
  await tenants.unbind(em);
  return rows;
}

function split(rows: readonly LockedRow[]): Pick<Found, "sessionIds" | "freshIds"> {
  return {
    sessionIds: rows.map(({ id }) => id),
    freshIds: rows.filter(({ erasure }) => erasure === "none").map(({ id }) => id),
  };
}

/** Everything is erased already: the erasure that did it answers for it. */
async function findEarlier(
  em: SqlEntityManager,
  tenantId: string,
  { sessionIds, hash }: Found,
): Promise<string | undefined> {
  const [byHash, bySession] = [
    "applicant_hash = $2",
    "id in (select erasure_id from erasure_sessions where session_id = $2)",
  ];
  const [condition, value] = sessionIds[0] === undefined ? [byHash, hash] : [bySession, sessionIds[0]];
  const [row] = await queryWithin<{ id: string }>(
    em,
    `select id from erasures where tenant_id = $1 and ${condition} order by id desc limit 1`,
    [tenantId, value],
  );
  return row?.id;
}

/** Due at once by its job; whatever becomes of that, the sweep looks again. */
async function planProviderErasures(
  em: SqlEntityManager,
  sessionIds: readonly string[],
  hash: Buffer | undefined,
): Promise<void> {
  await queryWithin(
    em,
    `insert into provider_erasures (session_id, tenant_id, applicant_hash, state, next_attempt_at)
     select id, tenant_id, $1::bytea, 'pending', now() + interval '1 minute' from sessions where id = any ($2::uuid[])
     on conflict do nothing`,
    [hash ?? null, sessionIds],
  );
  await queryWithin(em, `select ${queueErasure} from sessions s where s.id = any ($1::uuid[])`, [sessionIds]);
}

async function saveErasure(
  em: SqlEntityManager,
  erasure: {
    readonly request: ErasureRequest;
    readonly sessionIds: readonly string[];
    readonly removed: Readonly<Record<string, number>>;
    readonly hash: Buffer | undefined;
  },
): Promise<string> {
  const { request, sessionIds, removed, hash } = erasure;
  const { tenantId, target, cause, actor, reason } = request;
  const kind = "sessionId" in target ? "session" : "applicant";
  const id = newUuid();
  await queryWithin(
    em,
    `insert into erasures (id, tenant_id, kind, cause, applicant_hash, requested_by, removed)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, tenantId, kind, cause, kind === "applicant" ? hash : null, actor.operator, JSON.stringify(removed)],
  );
  await queryWithin(
    em,
    "insert into erasure_sessions (erasure_id, session_id) select $1::uuid, unnest($2::uuid[])",
    [id, sessionIds],
  );
  const subjects =
    kind === "session"
      ? sessionIds.map((sessionId) => `session ${sessionId}`)
      : [`applicant ${hash?.toString("base64url")}`];
  const notes = subjects.map((subject) => ({ action: `${kind}.erase`, subject, tenantId, reason }));
  await recordAudit(
    em,
    actor,
    notes.map((note) => ({ ...note, detail: { erasure: id, cause, sessions: sessionIds } })),
  );
  return id;
}
