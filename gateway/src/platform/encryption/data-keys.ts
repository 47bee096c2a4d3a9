import { createSecretKey, randomBytes } from "node:crypto";
import { v7 as newUuid } from "uuid";
import { UnsealError, type SealContext } from "./sealer.ts";
import type { Queryable } from "../database/sql/query.ts";
import { checkMaster } from "./check-master.ts";
import { insertDataKey, listMissingKeys, type DataKeyRow, type NewDataKey } from "./data-key.store.ts";
import { addKeys, emptyRing, labelOf, loadKeyRing, type DataKey } from "./key-ring.ts";
import type { MasterKeys } from "./master-keys.ts";
import { runForRequests } from "../database/sql/work-scope.ts";
import { shareLoads } from "../database/share-loads.ts";

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
  /** Makes the keys of a tenant that is being made, in its transaction. Loading leaves them in memory until `settleTenant`. */
  addTenant(tenantId: string, store: (key: NewDataKey) => Promise<unknown>): Promise<void>;
  /** The transaction that made the tenant has ended, one way or the other: from now on the database says which keys there are. */
  settleTenant(tenantId: string): void;
}

const lookupContext = { table: "kyc_keys.data_keys", column: "wrapped_key", rowId: "" };

export function createDataKeys(pool: Queryable, masters: MasterKeys): DataKeys {
  let ring = emptyRing;
  /** By tenant; no other connection can read them yet. */
  const uncommitted = new Map<string, readonly MadeKey[]>();
  async function load(): Promise<void> {
    const masterId = await checkMaster(pool, masters);
    const store = (key: NewDataKey) => insertDataKey(pool, key);
    await makeKeys({ store, masters, masterId }, await listMissingKeys(pool));
    const loaded = await loadKeyRing(pool, masters, ring);
    ring = addKeys(loaded, [...uncommitted.values()].flat());
  }
  return {
    current: (tenantId, context) => demand(ring.current.get(tenantId), context),
    lookup: (tenantId) => demand(ring.lookups.get(tenantId), lookupContext),
    byId: (id, context) => demand(ring.byId.get(id), context),
    load: shareLoads(() => runForRequests(load)),
    async addTenant(tenantId, store) {
      const masterId = await checkMaster(pool, masters);
      const wanted = (["seal", "lookup"] as const).map((purpose) => ({ tenantId, purpose }));
      const made = await makeKeys({ store, masters, masterId }, wanted);
      uncommitted.set(tenantId, made);
      ring = addKeys(ring, made);
    },
    settleTenant(tenantId) {
      uncommitted.delete(tenantId);
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
