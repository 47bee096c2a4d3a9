import { v7 as newUuid } from "uuid";
import type { Scope } from "../catalog/catalog.ts";
import { createApiKey, hashApiKey } from "../crypto/api-key.ts";
import type { Database } from "../persistence/database.ts";
import { ApiKeyEntity } from "../persistence/entities/api-key.entity.ts";
import { TenantEntity } from "../persistence/entities/tenant.entity.ts";
import { recordAudit, type Actor } from "./audit.store.ts";
import { isConfigurationName } from "./is-configuration-name.ts";
import { NotConfiguredError } from "./not-configured-error.ts";

/** A product's key, as far as it may be told. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
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
  return { record, key };
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
  return database.orm.em.fork().find(ApiKeyEntity, { tenantId }, { orderBy: { createdAt: "asc" } });
}

/** Throws `NotConfiguredError`. */
export async function findTenantId({ orm }: Database, name: string): Promise<string> {
  const tenant = isConfigurationName(name) ? await orm.em.fork().findOne(TenantEntity, { name }) : null;
  if (tenant === null)
    throw new NotConfiguredError(
      `There is no tenant "${name}". Make it with: kyc-gateway tenant add ${name}`,
    );
  return tenant.id;
}
