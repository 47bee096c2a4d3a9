import type { Adapter } from "@kyc-gateway/adapter-spec/v1";

/**
 * Types an adapter and freezes it, manifest included. `Settings` and `Flow` are what the manifest's schemas accept:
 * give them as type arguments, derived from the schemas.
 */
export function defineAdapter<Settings, Flow>(adapter: Adapter<Settings, Flow>): Adapter<Settings, Flow> {
  return Object.freeze({ ...adapter, manifest: Object.freeze(adapter.manifest) });
}
