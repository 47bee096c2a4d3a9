import { scopes } from "../../gateway/src/features/configuration/configuration-snapshot.ts";
import { createApiClient, type ApiClient } from "./api-client.ts";
import { startHarness, waitUntilServing, type Harness, type HarnessOptions } from "./gateway-harness.ts";
import { addOperatorKey } from "./operators.ts";

/** A gateway with both providers, and keys of the products that may use every facet. */
export interface FacetStage {
  readonly harness: Harness;
  readonly key: string;
  readonly shop: ApiClient;
  readonly bank: ApiClient;
  readonly operator: ApiClient;
  close(): Promise<void>;
}

export async function startFacetStage(options: HarnessOptions = {}): Promise<FacetStage> {
  const harness = await startHarness({ withOndato: true, ...options });
  const makeKey = async (tenant: "shop" | "bank") => {
    return (await harness.provisioning.createKey({ tenant, name: "facets", scopes: [...scopes] })).key;
  };
  const key = await makeKey("shop");
  const { url } = harness.gateway;
  const shop = createApiClient(url, key);
  const bank = createApiClient(url, await makeKey("bank"));
  const operator = createApiClient(url, await addOperatorKey(harness.gateway, "administrator", "olga"));
  await Promise.all([shop, bank].map(waitUntilServing));
  return {
    harness,
    key,
    shop,
    bank,
    operator,
    async close() {
      await Promise.all([shop, bank, operator].map((client) => client.close()));
      await harness[Symbol.asyncDispose]();
    },
  };
}
