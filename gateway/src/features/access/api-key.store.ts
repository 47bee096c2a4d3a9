import type { Pool } from "pg";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";
import type { ApiKeyRecord } from "./api-keys.ts";

/** Whether a product's or an operator's key of this hash is stored and not revoked. */
export async function isKeyStored(on: Queryable, hash: Buffer): Promise<boolean> {
  const text = `
    select from api_keys where secret_hash = $1 and revoked_at is null
    union all select from operators where secret_hash = $1 and revoked_at is null`;
  return (await queryRows(on, text, [hash])).length > 0;
}

/** A tenant's keys, the oldest first. */
export function listKeysOfTenant(on: Queryable, tenantId: string): Promise<readonly ApiKeyRecord[]> {
  return queryRows<ApiKeyRecord>(
    on,
    `select k.id, k.name, k.scopes, k.created_at as "createdAt", k.expires_at as "expiresAt",
       k.revoked_at as "revokedAt", u.last_used_at as "lastUsedAt"
     from api_keys k left join api_key_uses u on u.key_id = k.id where k.tenant_id = $1 order by k.created_at`,
    [tenantId],
  );
}

/** In the order of ids, so that two replicas never wait in a ring. */
const saveUsesText = `
  insert into api_key_uses as u (key_id, last_used_at)
  select id, $2 from api_keys where id = any($1::uuid[]) order by id
  on conflict (key_id) do update set last_used_at = excluded.last_used_at where u.last_used_at < excluded.last_used_at`;

export async function saveKeyUses(
  pool: Pick<Pool, "query">,
  keyIds: readonly string[],
  hour: Date,
): Promise<void> {
  await pool.query(saveUsesText, [keyIds, hour]);
}
