import { checkMaster, wrapCheckValue } from "../check-master.ts";
import { labelOf } from "../key-ring.ts";
import type { RotationParts } from "./rotation-parts.ts";
import { activateMaster, readForeignDataKeys, replaceWrapping, retireUnusedMasters } from "./master.store.ts";
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
  const id = vault.masters.currentId;
  await activateMaster(pool, { id, checkValue: await wrapCheckValue(vault.masters, id) });
  let rewrapped = 0;
  for (;;) {
    const count = await rewrapSome(parts);
    if (count === 0) break;
    rewrapped += count;
    parts.onProgress({ step: "data keys", done: rewrapped });
  }
  await finishRotation(pool, rotation.id);
  await retireUnusedMasters(pool);
  return rewrapped;
}

/** Whatever became of another process's attempt: a key is replaced only by the same key. */
async function rewrapSome({ pool, vault: { masters } }: RotationParts): Promise<number> {
  const rows = await readForeignDataKeys(pool, masters.currentId);
  for (const row of rows) {
    const plain = await masters.unwrap(row.masterId, labelOf(row), row.wrappedKey);
    const wrapped = await masters.wrap(masters.currentId, labelOf(row), plain);
    plain.fill(0);
    await replaceWrapping(pool, row, { masterId: masters.currentId, wrapped });
  }
  return rows.length;
}
