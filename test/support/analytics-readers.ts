import { addOperator } from "@kyc-gateway/gateway";
import { createApiClient, type ApiClient } from "./api-client.ts";
import type { Harness } from "./gateway-harness.ts";
import { waitFor } from "./wait-for.ts";

/** Who asks for numbers. */
export interface AnalyticsReaders {
  /** Of the shop; it may see numbers and no sessions. */
  readonly analyst: ApiClient;
  readonly operator: ApiClient;
}

/** Both are known to the gateway once this resolves. */
export async function addAnalyticsReaders({ gateway, provisioning }: Harness): Promise<AnalyticsReaders> {
  const scopes = ["analytics:read"] as const;
  const { key } = await provisioning.createKey({ tenant: "shop", name: "analyst", scopes });
  const analyst = createApiClient(gateway.url, key);
  const operatorKey = await addOperator(
    gateway.services.database,
    { operator: "test", requestId: null },
    { name: "nino", role: "administrator" },
  );
  const operator = createApiClient(gateway.url, operatorKey);
  await waitFor(async () => (await analyst.get("/v1/analytics")).status === 200);
  await waitFor(async () => (await operator.get("/admin/v1/analytics")).status === 200);
  return { analyst, operator };
}
