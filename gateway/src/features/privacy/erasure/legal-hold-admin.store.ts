import { LockMode, type InferEntity } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import { type Actor, recordAudit, sealTenantReason } from "../../audit/index.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { SessionEntity } from "../../sessions/index.ts";
import { ProviderErasureEntity } from "./erasure.entity.ts";
import { LegalHoldEntity } from "./legal-hold.entity.ts";
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
      const where = {
        ...(tenantId === undefined ? {} : { tenantId }),
        ...(isLive ? { releasedAt: null } : {}),
      };
      const rows = await database.orm.em
        .fork()
        .find(LegalHoldEntity, where, { orderBy: { id: "desc" }, limit });
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
  em.create(LegalHoldEntity, {
    id,
    tenantId,
    sessionId: subject.sessionId,
    applicantHash: subject.hash,
    sealedReason: sealed,
    placedBy: actor.operator,
    placedAt: new Date(),
    sealedReleaseReason: null,
    releasedBy: null,
    releasedAt: null,
  });
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
    const session = await em.findOne(
      SessionEntity,
      { id: sessionId, tenantId },
      { fields: ["id"], lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    return session === null ? undefined : { name: `session ${sessionId}`, sessionId, hash: null };
  }
  const hash = await people.hash(tenantId, target.applicantId);
  await lockApplicants(em, tenantId, [hash]);
  const sessionIds = await people.listSessionIds(em, tenantId, target.applicantId);
  if (sessionIds.length === 0 && !(await isErasureOpen(em, tenantId, hash))) return undefined;
  return { name: nameApplicant(hash), sessionId: null, hash };
}

function nameApplicant(hash: Uint8Array): string {
  return `applicant ${Buffer.from(hash).toString("base64url")}`;
}

/** Gone here, and perhaps still at the provider: what is left there can be held. */
async function isErasureOpen(em: SqlEntityManager, tenantId: string, hash: Buffer): Promise<boolean> {
  const open = { tenantId, applicantHash: hash, state: { $ne: "settled" as const } };
  return (await em.count(ProviderErasureEntity, open)) > 0;
}

async function releaseHold(
  em: SqlEntityManager,
  { vault }: Parts,
  { actor, holdId, reason }: { actor: Actor; holdId: string; reason: string },
): Promise<boolean> {
  const live = { id: holdId, releasedAt: null };
  const hold = await em.findOne(LegalHoldEntity, live, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (hold === null) return false;
  const { tenantId } = hold;
  hold.releasedAt = new Date();
  hold.releasedBy = actor.operator;
  hold.sealedReleaseReason = await sealHoldReason(vault, {
    tenantId,
    id: holdId,
    column: "sealed_release_reason",
    reason,
  });
  // What was waiting for it need not wait longer.
  await em.nativeUpdate(
    ProviderErasureEntity,
    { tenantId, state: "pending", lastFailure: "legal_hold" },
    { nextAttemptAt: new Date() },
  );
  await recordAudit(em, actor, [
    {
      action: "legal-hold.release",
      subject: hold.applicantHash === null ? `session ${hold.sessionId}` : nameApplicant(hold.applicantHash),
      tenantId,
      detail: { hold: holdId },
      reason: await sealTenantReason(vault, tenantId, reason),
    },
  ]);
  return true;
}

async function findHold({ database, vault }: Parts, id: string): Promise<LegalHold | undefined> {
  const row = await database.orm.em.fork().findOne(LegalHoldEntity, { id });
  return row === null ? undefined : openHold(vault, row);
}

function openHold(vault: Vault, row: InferEntity<typeof LegalHoldEntity>): Promise<LegalHold> {
  const { sealedReason, sealedReleaseReason, applicantHash, ...rest } = row;
  const open = (column: string, sealed: Uint8Array) =>
    vault.system.open(reasonContext(row.id, column), sealed).toString("utf8");
  return vault.opening(() => ({
    ...rest,
    applicantHash: applicantHash === null ? null : Buffer.from(applicantHash),
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
