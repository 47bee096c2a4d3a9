import { createSecretKey, randomBytes } from "node:crypto";
import { v7 as newUuid } from "uuid";
import { UnsealError, type SealContext } from "./sealer.ts";
import type { Queryable } from "../database/sql/query.ts";
import { checkMaster } from "./check-master.ts";
import { insertDataKey, listMissingKeys, type DataKeyRow, type NewDataKey } from "./data-key.store.ts";
import { addKeys, emptyRing, labelOf, loadKeyRing, type DataKey } from "./key-ring.ts";
import type { MasterKeys } from "./master-keys.ts";
import { shareLoads } from "./share-loads.ts";

/** A key is not in memory: another process may have made it. */
export class KeyUnknownError extends UnsealError {}

/** The data keys of this process: unwrapped once, held in memory. */
export interface DataKeys {
  /** What seals for a tenant now; null: the system. Throws `KeyUnknownError`. */
  current(tenantId: string | null, context: SealContext): DataKey;
  /** What hashes for a tenant. Throws `KeyUnknownError`. */
  lookup(tenantId: string | null): DataKey;
  /** Throws `KeyUnknownError`. */
  byId(id: string, context: SealContext): DataKey;
  /** Loads anew, and makes what is missing. Throws `WrongMasterKeyError`. */
  load(): Promise<void>;
  /** Makes the keys of a tenant that is being made, in its transaction. */
  addTenant(tenantId: string, store: (key: NewDataKey) => Promise<unknown>): Promise<void>;
}

const lookupContext = { table: "kyc_keys.data_keys", column: "wrapped_key", rowId: "" };

export function createDataKeys(pool: Queryable, masters: MasterKeys): DataKeys {
  let ring = emptyRing;
  return {
    current: (tenantId, context) => demand(ring.current.get(tenantId), context),
    lookup: (tenantId) => demand(ring.lookups.get(tenantId), lookupContext),
    byId: (id, context) => demand(ring.byId.get(id), context),
    load: shareLoads(async () => {
      const masterId = await checkMaster(pool, masters);
      const store = (key: NewDataKey) => insertDataKey(pool, key);
      await makeKeys({ store, masters, masterId }, await listMissingKeys(pool));
      ring = await loadKeyRing(pool, masters, ring);
    }),
    async addTenant(tenantId, store) {
      const masterId = await checkMaster(pool, masters);
      const wanted = (["seal", "lookup"] as const).map((purpose) => ({ tenantId, purpose }));
      ring = addKeys(ring, await makeKeys({ store, masters, masterId }, wanted));
    },
  };
}

function demand(key: DataKey | undefined, context: SealContext): DataKey {
  if (key === undefined) throw new KeyUnknownError(context);
  return key;
}

interface MadeKey {
  readonly purpose: DataKeyRow["purpose"];
  readonly key: DataKey;
}

/** 256 random bits each, stored wrapped. */
async function makeKeys(
  {
    store,
    masters,
    masterId,
  }: { store: (key: NewDataKey) => Promise<unknown>; masters: MasterKeys; masterId: string },
  wanted: readonly Pick<DataKeyRow, "tenantId" | "purpose">[],
): Promise<readonly MadeKey[]> {
  const made: MadeKey[] = [];
  for (const { tenantId, purpose } of wanted) {
    const bytes = randomBytes(32);
    const id = newUuid();
    const wrappedKey = await masters.wrap(masterId, labelOf({ id, tenantId, purpose }), bytes);
    await store({ id, tenantId, purpose, masterId, wrappedKey });
    made.push({ purpose, key: { id, tenantId, secret: createSecretKey(bytes) } });
    bytes.fill(0);
  }
  return made;
}
