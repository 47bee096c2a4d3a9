import { applyFile } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, expect, it } from "vitest";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";
import { startStopwatch } from "../support/stopwatch.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

/** Every change makes the connection anew, with sockets and breakers of its own. */
async function changeConnection(sessionLifetimeMinutes: number): Promise<void> {
  const settings = {
    companyKey: { $env: "SHOP_COMPANY_KEY" },
    baseUrl: `${harness.identomat.url}/external-api`,
    sessionLifetimeMinutes,
  };
  const document = {
    tenants: [{ name: "shop", flows: [{ name: "loaded", targets: [{ connection: "shop-loaded" }] }] }],
    connections: [{ name: "shop-loaded", adapter: "identomat", tenant: "shop", settings }],
  };
  await applyFile(harness.gateway.services, {
    file: "load.json",
    text: JSON.stringify(document),
    source: { readVariable: () => companies.shop.companyKey, readFile: () => undefined },
    actor: { operator: "test", requestId: null },
    isDryRun: false,
    isPruning: false,
  });
}

function readVersion(): number | undefined {
  return harness.gateway.services.configuration.current.connectionsByName.get("shop-loaded")?.version;
}

it("a change under load fails no request, and is in force within a second", async () => {
  await changeConnection(10);
  await waitFor(() => readVersion() !== undefined);
  const statuses: number[] = [];
  const load = { isOn: true };
  const clients = Array.from({ length: 4 }, async (_value, index) => {
    while (load.isOn) {
      const body = { flow: "loaded", applicant: { id: `user-${index}` } };
      statuses.push((await harness.shop.createSession(body)).status);
    }
  });
  for (const lifetime of [11, 12, 13, 14, 15]) {
    const before = readVersion();
    await changeConnection(lifetime);
    const watch = startStopwatch();
    await waitFor(() => readVersion() !== before);
    expect(watch.stopMs()).toBeLessThan(1000);
  }
  load.isOn = false;
  await Promise.all(clients);
  expect(statuses.length).toBeGreaterThan(20);
  expect(statuses.filter((status) => status !== 201)).toEqual([]);
});
