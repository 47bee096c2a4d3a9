import { addOperator } from "@kyc-gateway/gateway";
import type { AnalyticsReport } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let analyst: ApiClient;
let operator: ApiClient;
beforeAll(async () => {
  harness = await startHarness();
  const { gateway, provisioning } = harness;
  const { key } = await provisioning.createKey({
    tenant: "shop",
    name: "analyst",
    scopes: ["analytics:read"],
  });
  analyst = createApiClient(gateway.url, key);
  operator = createApiClient(
    gateway.url,
    await addOperator(
      gateway.services.database,
      { operator: "test", requestId: null },
      { name: "nino", role: "viewer" },
    ),
  );
  await waitFor(async () => (await analyst.get("/v1/analytics")).status === 200);
  await waitFor(async () => (await operator.get("/admin/v1/analytics")).status === 200);
});
afterAll(async () => {
  await Promise.all([analyst.close(), operator.close()]);
  await harness[Symbol.asyncDispose]();
});

describe("GET /admin/v1/analytics", () => {
  it("counts each session once", async () => {
    const acts = ["approve", "approve", "reject", undefined] as const;
    for (const act of acts) {
      const { body } = await harness.shop.createSession();
      if (act === undefined) continue;
      harness.identomat.control.act(await harness.findReference(body.id), { act });
      await harness.shop.request("POST", `/v1/sessions/${body.id}/refresh`);
    }
    await waitFor(async () => {
      await harness.gateway.services.analytics.count(Date.now() + 5000);
      const answer = await operator.get<{ items: { decided: number }[] }>("/admin/v1/analytics?tenant=shop");
      return answer.body.items[0]?.decided === 3;
    });
    const grouped = "granularity=hour&groupBy=tenant,flow,connection,country,documentType";
    const { body } = await operator.get<AnalyticsReport>(`/admin/v1/analytics?${grouped}`);
    const row = body.items.find(({ country }) => country !== null);
    expect(row).toMatchObject({
      tenant: "shop",
      flow: "standard",
      connection: "shop-identomat",
      country: "GEO",
      documentType: "id_card",
      created: 3,
      launched: 3,
      seen: 3,
      decided: 3,
      approved: 2,
      rejected: 1,
      expired: 0,
      open: 0,
      reversed: 0,
      rejectedByReason: [{ code: "face_mismatch", sessions: 1 }],
      timeToDecision: { sessions: 3 },
    });
  });
});
