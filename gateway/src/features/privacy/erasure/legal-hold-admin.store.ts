import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import { type Actor, recordAudit, sealTenantReason } from "../../audit/index.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";
import { lockApplicants } from "./legal-holds.store.ts";
import type { ApplicantKeys } from "./applicant-keys.store.ts";

/** Keeps a session, or a person with all sessions, from being erased. */
export interface LegalHold {
  readonly id: string;
  readonly tenantId: string;
  readonly sessionId: string | null;
  /** A keyed hash. */
  readonly applicantHash: Buffer | null;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  readonly releaseReason: string | null;
}

export interface NewHold {
  readonly tenantId: string;
  readonly target: { readonly sessionId: string } | { readonly applicantId: string };
  readonly reason: string;
}

/** Legal holds, as operators place and release them. Several may stand on one person: each is released by itself. */
export interface LegalHolds {
  /** Undefined: the tenant has no such session, or nothing of such a person. */
  place(actor: Actor, hold: NewHold): Promise<LegalHold | undefined>;
  /** Undefined: there is no live hold of that id. */
  release(actor: Actor, holdId: string, reason: string): Promise<LegalHold | undefined>;
  /** Newest first. */
  list(query: {
    readonly tenantId?: string | undefined;
    readonly isLive: boolean;
    readonly limit: number;
  }): Promise<readonly LegalHold[]>;
}

interface Parts {
  readonly database: Database;
  readonly vault: Vault;
  readonly people: ApplicantKeys;
}

export function createLegalHolds(parts: Parts): LegalHolds {
  const { database } = parts;
  return {
    async place(actor, hold) {
      const id = await database.orm.em.fork().transactional((em) => placeHold(em, parts, { actor, hold }));
      return id === undefined ? undefined : findHold(parts, id);
    },
    async release(actor, holdId, reason) {
      const isReleased = await database.orm.em
        .fork()
        .transactional((em) => releaseHold(em, parts, { actor, holdId, reason }));
      return isReleased ? findHold(parts, holdId) : undefined;
    },
    async list({ tenantId, isLive, limit }) {
      const text = `${selectHolds} where ($1::uuid is null or tenant_id = $1) and (not $2 or released_at is null)
        order by id desc limit $3`;
      const rows = await queryRows<HoldRow>(database.pool, text, [tenantId ?? null, isLive, limit]);
      return Promise.all(rows.map((row) => openHold(parts.vault, row)));
    },
  };
}

async function placeHold(
  em: SqlEntityManager,
  { vault, people }: Parts,
  { actor, hold }: { actor: Actor; hold: NewHold },
): Promise<string | undefined> {
  const { tenantId, target, reason } = hold;
  const subject = await lockTarget(em, people, { tenantId, target });
  if (subject === undefined) return undefined;
  const id = newUuid();
  const sealed = await sealHoldReason(vault, { tenantId, id, column: "sealed_reason", reason });
  await em.execute(
    `insert into legal_holds (id, tenant_id, session_id, applicant_hash, sealed_reason, placed_by)
     values (?, ?, ?, ?::bytea, ?::bytea, ?)`,
    [id, tenantId, subject.sessionId, subject.hash, sealed, actor.operator],
  );
  await recordAudit(em, actor, [
    {
      action: "legal-hold.place",
      subject: subject.name,
      tenantId,
      detail: { hold: id },
      reason: await sealTenantReason(vault, tenantId, reason),
    },
  ]);
  return id;
}

interface HoldSubject {
  readonly name: string;
  readonly sessionId: string | null;
  readonly hash: Buffer | null;
}

/** An erasure that is being asked for is either seen, or sees the hold. */
async function lockTarget(
  em: SqlEntityManager,
  people: ApplicantKeys,
  { tenantId, target }: Pick<NewHold, "tenantId" | "target">,
): Promise<HoldSubject | undefined> {
  if ("sessionId" in target) {
    const { sessionId } = target;
    const rows = await em.execute<unknown[]>(
      "select 1 from sessions where id = ? and tenant_id = ? for update",
      [sessionId, tenantId],
    );
    return rows.length === 0 ? undefined : { name: `session ${sessionId}`, sessionId, hash: null };
  }
  const hash = await people.hash(tenantId, target.applicantId);
  await lockApplicants(em, tenantId, [hash]);
  const sessionIds = await people.listSessionIds(em, tenantId, target.applicantId);
  if (sessionIds.length === 0 && !(await isErasureOpen(em, tenantId, hash))) return undefined;
  return { name: `applicant ${hash.toString("base64url")}`, sessionId: null, hash };
}

/** Gone here, and perhaps still at the provider: what is left there can be held. */
async function isErasureOpen(em: SqlEntityManager, tenantId: string, hash: Buffer): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    "select 1 from provider_erasures where tenant_id = ? and applicant_hash = ? and state <> 'settled' limit 1",
    [tenantId, hash],
  );
  return rows.length > 0;
}

async function releaseHold(
  em: SqlEntityManager,
  { vault }: Parts,
  { actor, holdId, reason }: { actor: Actor; holdId: string; reason: string },
): Promise<boolean> {
  const [row] = await em.execute<{ tenant_id: string; session_id: string | null; subject: string }[]>(
    `update legal_holds set released_at = now(), released_by = ? where id = ? and released_at is null
     returning tenant_id, session_id, translate(encode(applicant_hash, 'base64'), '+/=', '-_') as subject`,
    [actor.operator, holdId],
  );
  if (row === undefined) return false;
  const tenantId = row.tenant_id;
  await em.execute("update legal_holds set sealed_release_reason = ?::bytea where id = ?", [
    await sealHoldReason(vault, { tenantId, id: holdId, column: "sealed_release_reason", reason }),
    holdId,
  ]);
  // What was waiting for it need not wait longer.
  await em.execute(
    "update provider_erasures set next_attempt_at = now() where tenant_id = ? and state = 'pending' and last_failure = 'legal_hold'",
    [tenantId],
  );
  const subject = row.session_id === null ? `applicant ${row.subject}` : `session ${row.session_id}`;
  await recordAudit(em, actor, [
    {
      action: "legal-hold.release",
      subject,
      tenantId,
      detail: { hold: holdId },
      reason: await sealTenantReason(vault, tenantId, reason),
    },
  ]);
  return true;
}

type HoldRow = Omit<LegalHold, "reason" | "releaseReason"> & {
  readonly sealedReason: Buffer;
  readonly sealedReleaseReason: Buffer | null;
};

const selectHolds = `select id, tenant_id as "tenantId", session_id as "sessionId", applicant_hash as "applicantHash",
  sealed_reason as "sealedReason", placed_by as "placedBy", placed_at as "placedAt", released_by as "releasedBy",
  released_at as "releasedAt", sealed_release_reason as "sealedReleaseReason" from legal_holds`;

async function findHold({ database, vault }: Parts, id: string): Promise<LegalHold | undefined> {
  const [row] = await queryRows<HoldRow>(database.pool, `${selectHolds} where id = $1`, [id]);
  return row === undefined ? undefined : openHold(vault, row);
}

function openHold(vault: Vault, { sealedReason, sealedReleaseReason, ...row }: HoldRow): Promise<LegalHold> {
  const open = (column: string, sealed: Buffer) =>
    vault.system.open(reasonContext(row.id, column), sealed).toString("utf8");
  return vault.opening(() => ({
    ...row,
    reason: open("sealed_reason", sealedReason),
    releaseReason: sealedReleaseReason === null ? null : open("sealed_release_reason", sealedReleaseReason),
  }));
}

function sealHoldReason(
  vault: Vault,
  { tenantId, id, column, reason }: { tenantId: string; id: string; column: string; reason: string },
): Promise<Buffer> {
  return vault.opening(() => vault.of(tenantId).seal(reasonContext(id, column), Buffer.from(reason)));
}

function reasonContext(rowId: string, column: string) {
  return { table: "legal_holds", column, rowId };
}
