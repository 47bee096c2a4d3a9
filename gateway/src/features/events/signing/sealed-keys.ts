import type { SealContext, Sealer } from "../../../platform/encryption/sealer.ts";
import type { StoredKey } from "./signing-key.ts";

/** An endpoint's keys, ready to be stored. */
export function sealKeys(sealer: Sealer, endpointId: string, keys: readonly StoredKey[]): Buffer {
  return sealer.sealJson(contextOf(endpointId), keys);
}

/** Throws `UnsealError`. */
export function openKeys(sealer: Sealer, endpointId: string, sealed: Uint8Array): readonly StoredKey[] {
  return sealer.openJson(contextOf(endpointId), sealed) as StoredKey[];
}

function contextOf(endpointId: string): SealContext {
  return { table: "event_endpoints", column: "sealed_keys", rowId: endpointId };
}
