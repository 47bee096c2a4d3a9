import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { Queryable } from "../database/sql/query.ts";
import type { DataKeyRow } from "./data-key.store.ts";
import { readDataKeys } from "./data-key.store.ts";
import type { MasterKeys } from "./master-keys.ts";

/** A data key, unwrapped. */
export interface DataKey {
  readonly id: string;
  readonly tenantId: string | null;
  readonly secret: KeyObject;
}

/** The unwrapped data keys of all tenants, as one snapshot. */
interface KeyRing {
  /** Those that seal or have sealed, by id. */
  readonly byId: ReadonlyMap<string, DataKey>;
  /** What seals now, by tenant; null: the system. */
  readonly current: ReadonlyMap<string | null, DataKey>;
  /** What hashes, by tenant. */
  readonly lookups: ReadonlyMap<string | null, DataKey>;
}

export const emptyRing: KeyRing = { byId: new Map(), current: new Map(), lookups: new Map() };

/** What a wrapped data key is bound to. */
export function labelOf({ id, tenantId, purpose }: Pick<DataKeyRow, "id" | "tenantId" | "purpose">): string {
  return `data_keys ${id} ${tenantId ?? "system"} ${purpose}`;
}

/** Reads and unwraps what `known` does not have yet. A key that cannot be unwrapped now stays as it was known. */
export async function loadKeyRing(on: Queryable, masters: MasterKeys, known: KeyRing): Promise<KeyRing> {
  const rows = await readDataKeys(on);
  const lookupById = new Map([...known.lookups.values()].map((key) => [key.id, key]));
  const keys = await Promise.all(
    rows.map(async (row) => ({
      row,
      key: known.byId.get(row.id) ?? lookupById.get(row.id) ?? (await unwrapKey(masters, row)),
    })),
  );
  const sealing = keys.filter(({ row }) => row.purpose === "seal");
  return {
    byId: new Map(sealing.map(({ key }) => [key.id, key])),
    current: index(sealing.filter(({ row }) => row.replacedAt === null)),
    lookups: index(keys.filter(({ row }) => row.purpose === "lookup")),
  };
}

/** The ring with keys that were made just now. */
export function addKeys(
  ring: KeyRing,
  made: readonly { readonly purpose: DataKeyRow["purpose"]; readonly key: DataKey }[],
): KeyRing {
  const add = (map: ReadonlyMap<string | null, DataKey>, purpose: DataKeyRow["purpose"]) =>
    new Map([
      ...map,
      ...made
        .filter((entry) => entry.purpose === purpose)
        .map(({ key }) => [key.tenantId, key] as [string | null, DataKey]),
    ]);
  const sealing = made.filter(({ purpose }) => purpose === "seal");
  return {
    byId: new Map([...ring.byId, ...sealing.map(({ key }) => [key.id, key] as [string, DataKey])]),
    current: add(ring.current, "seal"),
    lookups: add(ring.lookups, "lookup"),
  };
}

/** A hash that only who has the key can make, of one purpose alone. */
export function computeKeyedHash({ secret }: DataKey, purpose: string, value: string | Uint8Array): Buffer {
  return createHmac("sha256", secret).update(`${purpose}\u0000`).update(value).digest();
}

function index(keys: readonly { readonly key: DataKey }[]): Map<string | null, DataKey> {
  return new Map(keys.map(({ key }) => [key.tenantId, key]));
}

async function unwrapKey(masters: MasterKeys, row: DataKeyRow): Promise<DataKey> {
  const secret = await masters.unwrap(row.masterId, labelOf(row), row.wrappedKey);
  return { id: row.id, tenantId: row.tenantId, secret: createSecretKey(secret) };
}
