import type { Pool } from "pg";
import { v7 as newUuid } from "uuid";
import { queryRows, type Queryable } from "../../database/sql/query.ts";
import { runInTransaction } from "../../database/sql/transaction.store.ts";
import { insertDataKey, type NewDataKey } from "../data-key.store.ts";

/** A rotation under way: where it is, so that a process that died is no reason to begin anew. */
export interface RotationRow {
  readonly id: string;
  readonly kind: "master" | "tenant";
  readonly tenantId: string | null;
  /** `<table>.<column>`; null: before the first. */
  readonly step: string | null;
  readonly cursor: string | null;
  readonly resealedCount: number;
}

const columns = `id, kind, tenant_id as "tenantId", step, cursor, resealed_count::float8 as "resealedCount"`;

/** Rotations that are not finished. */
export function readOpenRotations(on: Queryable): Promise<readonly RotationRow[]> {
  const text = `select ${columns} from kyc_keys.rotations where finished_at is null order by started_at`;
  return queryRows<RotationRow>(on, text, []);
}

/** The open rotation of a kind and owner; one is begun where there is none. Who begins second takes up the first's. */
export async function openRotation(
  on: Queryable,
  kind: RotationRow["kind"],
  tenantId: string | null,
): Promise<{ readonly rotation: RotationRow; readonly isNew: boolean }> {
  const id = newUuid();
  await on.query(
    `insert into kyc_keys.rotations (id, kind, tenant_id) values ($1, $2, $3) on conflict do nothing`,
    [id, kind, tenantId],
  );
  const [rotation] = await queryRows<RotationRow>(
    on,
    `select ${columns} from kyc_keys.rotations
     where kind = $1 and tenant_id is not distinct from $2 and finished_at is null`,
    [kind, tenantId],
  );
  if (rotation === undefined)
    throw new Error("Another process finished the rotation: run the command again.");
  return { rotation, isNew: rotation.id === id };
}

export async function saveStep(
  on: Queryable,
  { id, step, cursor, resealed }: { id: string; step: string; cursor: string; resealed: number },
): Promise<void> {
  const text = `update kyc_keys.rotations set step = $2, cursor = $3, resealed_count = resealed_count + $4 where id = $1`;
  await on.query(text, [id, step, cursor, resealed]);
}

export async function finishRotation(on: Queryable, id: string): Promise<void> {
  await on.query("update kyc_keys.rotations set finished_at = now() where id = $1 and finished_at is null", [
    id,
  ]);
}

/** A rotation of an owner's key and the new key begin together; one that is open has its key already. */
export function beginRotation(pool: Pool, key: NewDataKey): Promise<RotationRow> {
  const { tenantId } = key;
  return runInTransaction(pool, "begin", async (client) => {
    const { rotation, isNew } = await openRotation(client, "tenant", tenantId);
    if (!isNew) return rotation;
    await client.query(
      `update kyc_keys.data_keys set replaced_at = now()
       where tenant_id is not distinct from $1 and purpose = 'seal' and replaced_at is null`,
      [tenantId],
    );
    await insertDataKey(client, key);
    // Every replica loads its keys together with the configuration.
    await client.query("select pg_notify('kyc_configuration', '')");
    return rotation;
  });
}

/** Keys of an owner that seal nothing any more. */
export async function listReplacedKeys(on: Queryable, tenantId: string | null): Promise<readonly string[]> {
  const text = `select id from kyc_keys.data_keys
    where tenant_id is not distinct from $1 and purpose = 'seal' and replaced_at is not null`;
  return (await queryRows<{ id: string }>(on, text, [tenantId])).map(({ id }) => id);
}
