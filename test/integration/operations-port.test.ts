import { expect, it } from "vitest";
import { createApiClient, readProblem } from "../support/api-client.ts";
import { startHarness } from "../support/gateway-harness.ts";

it("metrics and probes are at a port of their own where one is configured, and nothing else is there", async () => {
  await using harness = await startHarness({ env: { KYC_OPERATIONS_PORT: "0" } });
  const { url, operationsUrl } = harness.gateway;
  expect(operationsUrl).not.toBe(url);
  expect(readProblem(await harness.shop.get("/metrics")).code).toBe("route_not_found");
  const operations = createApiClient(operationsUrl, harness.key);
  const metrics = await operations.get("/metrics");
  expect(metrics.text).toContain("kyc_http_request_duration_seconds");
  for (const client of [operations, harness.shop])
    for (const probe of ["/healthz", "/readyz"]) expect((await client.get(probe)).status).toBe(200);
  for (const path of ["/v1/sessions", "/admin/v1/tenants", "/docs", "/"])
    expect(readProblem(await operations.get(path)).code).toBe("route_not_found");
  await harness.gateway.stop();
  await expect(operations.get("/healthz")).rejects.toThrow();
  await operations.close();
});
