import type { Adapter } from "@kyc-gateway/adapter-spec/v1";
import { loadAdapters, type Adapters } from "@kyc-gateway/gateway";
import { adapterPackages } from "./gateway-harness.ts";

/** The real adapters, but for the schedule that their manifests declare: tests cannot wait for minutes. */
export function loadHastyAdapters(rereadAfterMs: readonly number[]): Promise<Adapters> {
  return loadAdapters(adapterPackages, async (packageName) => {
    const { default: adapter } = (await import(packageName)) as { default: Adapter };
    const policies = { ...adapter.manifest.policies, rereadAfterMs };
    return { default: { ...adapter, manifest: { ...adapter.manifest, policies } } };
  });
}
