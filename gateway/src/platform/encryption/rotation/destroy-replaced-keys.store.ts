import { queryRows } from "../../database/sql/query.ts";
import { resealPage } from "./reseal-place.store.ts";
import { rewrapApplicants } from "./rewrap-applicants.store.ts";
import type { RotationParts } from "./rotation-parts.ts";
import { sealedPlaces } from "./sealed-places.store.ts";

/** Every replica has gone over to the new key long before. */
const graceMs = 60 * 60 * 1000;

/**
 * Destroys the replaced data keys under which nothing is left. What a replica that heard of its new key late has sealed
 * since is sealed anew first. Gives how many are gone; a key that the audit log needs stays: that log only grows.
 */
export async function destroyReplacedKeys(parts: RotationParts, olderThanMs = graceMs): Promise<number> {
  const keys = await queryRows<{ id: string; tenantId: string | null }>(
    parts.pool,
    `select k.id, k.tenant_id as "tenantId" from kyc_keys.data_keys k
     where k.replaced_at < now() - $1 * interval '1 millisecond'
       and not exists (select from kyc_keys.rotations r where r.finished_at is null)
       and not exists (select from audit_log l where substring(l.sealed_reason from 2 for 16) = uuid_send(k.id))`,
    [olderThanMs],
  );
  const staleKeys = keys.map(({ id }) => id);
  for (const { id, tenantId } of keys) if (tenantId !== null) await rewrapApplicants(parts, tenantId, [id]);
  if (staleKeys.length === 0 || (await countLeft(parts, staleKeys)) > 0) return 0;
  const { rowCount } = await parts.pool.query(
    `delete from kyc_keys.data_keys k where id = any($1::uuid[])
       and not exists (select from kyc_keys.applicant_keys a where a.tenant_key_id = k.id)`,
    [staleKeys],
  );
  return rowCount ?? 0;
}

/** Counts what was still there, and seals it anew: the next time there is nothing. */
async function countLeft(parts: RotationParts, staleKeys: readonly string[]): Promise<number> {
  let left = 0;
  for (const place of sealedPlaces) {
    let cursor: string | undefined = place.firstCursor;
    while (cursor !== undefined) {
      const page = await resealPage({ ...parts, staleKeys }, place, cursor);
      left += page.resealed + page.unreadable;
      ({ cursor } = page);
    }
  }
  return left;
}
