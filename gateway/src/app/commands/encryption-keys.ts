import { recordAudit } from "../../features/audit/audit.store.ts";
import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { listTenants } from "../../features/configuration/list-configured.ts";
import type { Database } from "../../platform/database/database.ts";
import { refuseWrongMaster } from "../../platform/encryption/check-master.ts";
import { destroyReplacedKeys } from "../../platform/encryption/rotation/destroy-replaced-keys.store.ts";
import { readKeyStatus, type KeyStatus } from "../../platform/encryption/rotation/read-key-status.store.ts";
import { rotateMaster } from "../../platform/encryption/rotation/rotate-master.ts";
import { rotateTenant } from "../../platform/encryption/rotation/rotate-tenant.ts";
import type { RotationParts, RotationResult } from "../../platform/encryption/rotation/rotation-parts.ts";
import { withDatabase, type CommandParts } from "./with-database.ts";

/** Which keys are to be replaced. */
export interface WantedRotation {
  readonly master?: boolean;
  readonly tenant?: string;
  readonly all?: boolean;
}

/** Told while a rotation goes on. */
export interface RotationListener {
  readonly onProgress: RotationParts["onProgress"];
  /** The keys of one owner are replaced. */
  readonly onRotated: (subject: string, result: RotationResult) => void;
}

/** Which keys there are, and how far a rotation is. Throws `WrongMasterKeyError`: with that key none of them opens. */
export function readEncryptionKeys(): Promise<KeyStatus> {
  return withDatabase(async ({ database, vault }) => {
    await refuseWrongMaster(database.pool, vault.masters);
    return readKeyStatus(database.pool);
  });
}

/** Replaces keys; each owner's rotation is in the audit log. Gives how many old data keys were destroyed. */
export function rotateEncryptionKeys(wanted: WantedRotation, listener: RotationListener): Promise<number> {
  return withDatabase(async (parts) => {
    const { database, vault } = parts;
    const rotation = { pool: database.pool, vault, onProgress: listener.onProgress };
    const finish = async (subject: string, result: RotationResult): Promise<void> => {
      await noteRotation(parts, subject, result);
      listener.onRotated(subject, result);
    };
    if (wanted.master === true)
      await finish("master", { rewrapped: await rotateMaster(rotation), resealed: 0, unreadable: 0 });
    for (const { subject, tenantId } of await listOwners(database, wanted))
      await finish(subject, await rotateTenant(rotation, tenantId));
    return destroyReplacedKeys(rotation);
  });
}

interface Owner {
  readonly subject: string;
  /** Null: the system's own. */
  readonly tenantId: string | null;
}

async function listOwners(
  database: Database,
  { tenant, all }: Pick<WantedRotation, "tenant" | "all">,
): Promise<readonly Owner[]> {
  if (tenant !== undefined)
    return [{ subject: `tenant ${tenant}`, tenantId: await findTenantId(database, tenant) }];
  if (all !== true) return [];
  const tenants = await listTenants(database);
  return [
    { subject: "system", tenantId: null },
    ...tenants.map(({ id, name }) => ({ subject: `tenant ${name}`, tenantId: id })),
  ];
}

async function noteRotation(
  { database, actor }: Pick<CommandParts, "database" | "actor">,
  subject: string,
  { rewrapped, resealed, unreadable }: RotationResult,
): Promise<void> {
  const detail = { rewrapped, resealed, unreadable };
  await database.orm.em
    .fork()
    .transactional((em) => recordAudit(em, actor, [{ action: "keys.rotate", subject, detail }]));
}
