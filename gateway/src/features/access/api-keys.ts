import { type Scope, TenantEntity, findTenantId } from "../configuration/index.ts";
import { LockMode } from "@mikro-orm/core";
import { v7 as newUuid } from "uuid";
import { createApiKey, hashApiKey } from "./api-key.ts";
import type { Database } from "../../platform/database/database.ts";
import { ApiKeyEntity } from "./api-key.entity.ts";
import { listKeysOfTenant } from "./api-key.store.ts";
import { type Actor, recordAudit } from "../audit/index.ts";

/** A product's key, as far as it may be told. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** To the hour; null: not yet. */
  readonly lastUsedAt: Date | null;
}

export interface NewApiKey {
  /** The tenant's name. */
  readonly tenant: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Date;
}

/** Makes a key; it is shown this once. Throws `NotConfiguredError`. */
export async function createProductKey(
  database: Database,
  actor: Actor,
  { tenant, name, scopes, expiresAt }: NewApiKey,
): Promise<{ record: ApiKeyRecord; key: string }> {
  const tenantId = await findTenantId(database, tenant);
  const key = createApiKey();
  const record = {
    id: newUuid(),
    name,
    scopes: [...scopes],
    createdAt: new Date(),
    expiresAt: expiresAt ?? null,
    revokedAt: null,
  };
  await database.orm.em.fork().transactional(async (em) => {
    await em.insert(ApiKeyEntity, { ...record, tenantId, secretHash: hashApiKey(key) });
    const detail = {
      id: record.id,
      name,
      scopes: record.scopes,
      expiresAt: expiresAt?.toISOString() ?? null,
    };
    await recordAudit(em, actor, [{ action: "key.create", subject: `tenant ${tenant}`, detail }]);
  });
  return { record: { ...record, lastUsedAt: null }, key };
}

const defaultOverlapHours = 24;
const hourMs = 60 * 60 * 1000;

/**
 * Makes a key that may do what another one may, and lets that one work for the overlap only: time enough to bring the
 * new key to where the old one is. Undefined: there is no live key of this id.
 */
export async function rotateProductKey(
  database: Database,
  actor: Actor,
  { id, overlapHours = defaultOverlapHours }: { id: string; overlapHours?: number | undefined },
): Promise<{ record: ApiKeyRecord; key: string; oldExpiresAt: Date } | undefined> {
  return database.orm.em.fork().transactional(async (em) => {
    const old = await em.findOne(
      ApiKeyEntity,
      { id, revokedAt: null },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    const now = Date.now();
    if (old === null || (old.expiresAt !== null && old.expiresAt.getTime() <= now)) return undefined;
    const tenant = await em.findOneOrFail(TenantEntity, { id: old.tenantId });
    const key = createApiKey();
    const lifetimeMs = old.expiresAt === null ? undefined : old.expiresAt.getTime() - old.createdAt.getTime();
    const record = {
      id: newUuid(),
      name: old.name,
      scopes: old.scopes,
      createdAt: new Date(now),
      expiresAt: lifetimeMs === undefined ? null : new Date(now + lifetimeMs),
      revokedAt: null,
    };
    const oldExpiresAt = new Date(
      Math.min(now + overlapHours * hourMs, old.expiresAt?.getTime() ?? Infinity),
    );
    await em.insert(ApiKeyEntity, { ...record, tenantId: old.tenantId, secretHash: hashApiKey(key) });
    await em.nativeUpdate(ApiKeyEntity, { id }, { expiresAt: oldExpiresAt });
    const detail = { id, newId: record.id, name: old.name, oldExpiresAt: oldExpiresAt.toISOString() };
    await recordAudit(em, actor, [{ action: "key.rotate", subject: `tenant ${tenant.name}`, detail }]);
    return { record: { ...record, lastUsedAt: null }, key, oldExpiresAt };
  });
}

/** Stops a key from working. False: there is no live key of this id. */
export function revokeProductKey(database: Database, actor: Actor, id: string): Promise<boolean> {
  return database.orm.em.fork().transactional(async (em) => {
    const row = await em.findOne(ApiKeyEntity, { id, revokedAt: null });
    if (row === null) return false;
    const tenant = await em.findOneOrFail(TenantEntity, { id: row.tenantId });
    await em.nativeUpdate(ApiKeyEntity, { id, revokedAt: null }, { revokedAt: new Date() });
    const detail = { id, name: row.name };
    await recordAudit(em, actor, [{ action: "key.revoke", subject: `tenant ${tenant.name}`, detail }]);
    return true;
  });
}

/** A tenant's keys, oldest first, without the keys themselves. Throws `NotConfiguredError`. */
export async function listProductKeys(database: Database, tenant: string): Promise<readonly ApiKeyRecord[]> {
  const tenantId = await findTenantId(database, tenant);
  return listKeysOfTenant(database.pool, tenantId);
}
