import { randomBytes } from "node:crypto";
import { v7 as newUuid } from "uuid";
import { checkMaster } from "../check-master.ts";
import { labelOf } from "../key-ring.ts";
import { resealEverything } from "./reseal-everything.ts";
import { rewrapApplicants } from "./rewrap-applicants.store.ts";
import type { RotationParts, RotationResult } from "./rotation-parts.ts";
import { beginRotation, finishRotation, listReplacedKeys, type RotationRow } from "./rotation.store.ts";

/**
 * Gives a tenant (null: the system) a new data key, wraps the keys of its applicants by it and seals what was under the
 * old one anew. Replicas go over to it as they hear of it; the old one opens until `destroyReplacedKeys` finds nothing
 * under it. Taken up where it was left; safe to be run by several.
 */
export async function rotateTenant(parts: RotationParts, tenantId: string | null): Promise<RotationResult> {
  const { pool, vault } = parts;
  const rotation = await begin(parts, tenantId);
  await vault.keys.load();
  const staleKeys = await listReplacedKeys(pool, tenantId);
  const rewrapped = tenantId === null ? 0 : await rewrapApplicants(parts, tenantId, staleKeys);
  const { resealed, unreadable } = await resealEverything(parts, rotation, staleKeys);
  await finishRotation(pool, rotation.id);
  return { rewrapped, resealed, unreadable };
}

/** The rotation and its new key begin together: one that is open has its key already. */
async function begin({ pool, vault }: RotationParts, tenantId: string | null): Promise<RotationRow> {
  const masterId = await checkMaster(pool, vault.masters);
  const bytes = randomBytes(32);
  const key = { id: newUuid(), tenantId, purpose: "seal" as const, masterId };
  const wrappedKey = await vault.masters.wrap(masterId, labelOf(key), bytes);
  bytes.fill(0);
  return beginRotation(pool, { ...key, wrappedKey });
}
