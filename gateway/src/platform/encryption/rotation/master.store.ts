import type { Pool } from "pg";
import { queryRows, type Queryable } from "../../database/sql/query.ts";
import { runInTransaction } from "../../database/sql/transaction.store.ts";
import type { DataKeyRow, MasterRow } from "../data-key.store.ts";

/** Makes a master the one that wraps new data keys. */
export async function activateMaster(
  pool: Pool,
  { id, checkValue }: Pick<MasterRow, "id" | "checkValue">,
): Promise<void> {
  await runInTransaction(pool, "begin", async (client) => {
    await client.query("update kyc_keys.masters set is_active = false where is_active and id <> $1", [id]);
    await client.query(
      `insert into kyc_keys.masters (id, check_value, is_active) values ($1, $2, true)
       on conflict (id) do update set is_active = true, retired_at = null`,
      [id, checkValue],
    );
  });
}

type WrappedKey = Omit<DataKeyRow, "replacedAt">;

/** Some data keys that another master than this one wraps. */
export function readForeignDataKeys(on: Queryable, masterId: string): Promise<readonly WrappedKey[]> {
  return queryRows<WrappedKey>(
    on,
    `select id, tenant_id as "tenantId", purpose, master_id as "masterId", wrapped_key as "wrappedKey"
     from kyc_keys.data_keys where master_id <> $1 order by id limit 50`,
    [masterId],
  );
}

/** Does nothing where somebody else has replaced it. */
export async function replaceWrapping(
  on: Queryable,
  { id, masterId: oldMasterId }: WrappedKey,
  { masterId, wrapped }: { readonly masterId: string; readonly wrapped: Buffer },
): Promise<void> {
  await on.query(
    "update kyc_keys.data_keys set master_id = $2, wrapped_key = $3 where id = $1 and master_id = $4",
    [id, masterId, wrapped, oldMasterId],
  );
}

/** Masters that wrap nothing any more. */
export async function retireUnusedMasters(on: Queryable): Promise<void> {
  await on.query(
    `update kyc_keys.masters m set retired_at = now() where not is_active and retired_at is null
       and not exists (select from kyc_keys.data_keys k where k.master_id = m.id)`,
  );
}
