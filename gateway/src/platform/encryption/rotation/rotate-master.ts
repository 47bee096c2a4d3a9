import { queryRows } from "../../database/sql/query.ts";
import { checkMaster, wrapCheckValue } from "../check-master.ts";
import type { DataKeyRow } from "../data-key.store.ts";
import { labelOf } from "../key-ring.ts";
import { inTransaction } from "./in-transaction.ts";
import type { RotationParts } from "./rotation-parts.ts";
import { finishRotation, openRotation } from "./rotation.store.ts";

/**
 * Goes over to the current master key: data keys are wrapped by it. Values stay as they are: only their keys are wrapped
 * anew, and their number is returned. The previous master is needed until this has ended. Safe to repeat and to be run by
 * several.
 */
export async function rotateMaster(parts: RotationParts): Promise<number> {
  const { pool, vault } = parts;
  await checkMaster(pool, vault.masters);
  await vault.keys.load();
  const { rotation } = await openRotation(pool, "master", null);
  await activate(parts);
  let rewrapped = 0;
  for (;;) {
    const count = await rewrapSome(parts);
    if (count === 0) break;
    rewrapped += count;
    parts.onProgress({ step: "data keys", done: rewrapped });
  }
  await finishRotation(pool, rotation.id);
  await pool.query(
    `update kyc_keys.masters m set retired_at = now() where not is_active and retired_at is null
       and not exists (select from kyc_keys.data_keys k where k.master_id = m.id)`,
  );
  return rewrapped;
}

async function activate({ pool, vault: { masters } }: RotationParts): Promise<void> {
  const id = masters.currentId;
  const checkValue = await wrapCheckValue(masters, id);
  await inTransaction(pool, async (client) => {
    await client.query("update kyc_keys.masters set is_active = false where is_active and id <> $1", [id]);
    await client.query(
      `insert into kyc_keys.masters (id, check_value, is_active) values ($1, $2, true)
       on conflict (id) do update set is_active = true, retired_at = null`,
      [id, checkValue],
    );
  });
}

/** Whatever became of another process's attempt: a key is replaced only by the same key. */
async function rewrapSome({ pool, vault: { masters } }: RotationParts): Promise<number> {
  const rows = await queryRows<Omit<DataKeyRow, "replacedAt">>(
    pool,
    `select id, tenant_id as "tenantId", purpose, master_id as "masterId", wrapped_key as "wrappedKey"
     from kyc_keys.data_keys where master_id <> $1 order by id limit 50`,
    [masters.currentId],
  );
  for (const row of rows) {
    const plain = await masters.unwrap(row.masterId, labelOf(row), row.wrappedKey);
    const wrapped = await masters.wrap(masters.currentId, labelOf(row), plain);
    plain.fill(0);
    await pool.query(
      "update kyc_keys.data_keys set master_id = $2, wrapped_key = $3 where id = $1 and master_id = $4",
      [row.id, masters.currentId, wrapped, row.masterId],
    );
  }
  return rows.length;
}
