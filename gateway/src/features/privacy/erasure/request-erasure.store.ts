import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import { type Actor, type AuditNote, recordAudit } from "../../audit/index.ts";
import type { Database } from "../../../platform/database/database.ts";
import { LegalHoldError, type Erasure } from "./erasure.ts";
import { isHeld, lockApplicants } from "./legal-holds.store.ts";
import { ErasureEntity, ErasureSessionEntity, ProviderErasureEntity } from "./erasure.entity.ts";
import { currentTraceparent } from "../../../platform/observability/tracing.ts";
import { SessionEntity, queueErasure } from "../../sessions/index.ts";
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
    await planProviderErasures(em, request, found);
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
  const erased = await em.count(ErasureEntity, { tenantId, applicantHash: hash });
  return erased === 0 ? undefined : { sessionIds: [], freshIds: [], hash };
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
  const rows = await em.find(
    SessionEntity,
    { tenantId, id: { $in: [...ids] } },
    { fields: ["id", "erasure"], orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
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
  const which =
    sessionIds[0] === undefined
      ? { applicantHash: hash ?? null }
      : { id: { $in: await listErasureIds(em, sessionIds[0]) } };
  const [newest] = await em.find(
    ErasureEntity,
    { tenantId, ...which },
    { orderBy: { id: "desc" }, limit: 1 },
  );
  return newest?.id;
}

async function listErasureIds(em: SqlEntityManager, sessionId: string): Promise<string[]> {
  const told = await em.find(ErasureSessionEntity, { sessionId });
  return told.map(({ erasureId }) => erasureId);
}

/** After so long the sweep looks whether the job has been there. */
const sweepAfterMs = 60_000;

/** Due at once by its job; whatever becomes of that, the sweep looks again. */
async function planProviderErasures(
  em: SqlEntityManager,
  { tenantId }: ErasureRequest,
  { freshIds, hash }: Found,
): Promise<void> {
  const now = new Date();
  const planned = freshIds.map((sessionId) => ({
    sessionId,
    tenantId,
    applicantHash: hash ?? null,
    state: "pending" as const,
    attempts: 0,
    requestedAt: now,
    nextAttemptAt: new Date(now.getTime() + sweepAfterMs),
  }));
  await em.createQueryBuilder(ProviderErasureEntity).insert(planned).onConflict().ignore().execute();
  await queryWithin(em, `select ${queueErasure("$2::text")} from sessions s where s.id = any ($1::uuid[])`, [
    freshIds,
    currentTraceparent() ?? null,
  ]);
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
  em.create(ErasureEntity, {
    id,
    tenantId,
    kind,
    cause,
    applicantHash: kind === "applicant" ? (hash ?? null) : null,
    requestedBy: actor.operator,
    requestedAt: new Date(),
    removed: { ...removed },
    completedAt: null,
    receipt: null,
  });
  for (const sessionId of sessionIds) em.create(ErasureSessionEntity, { erasureId: id, sessionId });
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
