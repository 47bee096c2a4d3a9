import { readPresent } from "@kyc-gateway/gateway";
import { stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient } from "../support/api-client.ts";
import { startConfigurationStage, type ConfigurationStage } from "../support/configuration-stage.ts";
import { startTestGateway } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: ConfigurationStage["harness"];
let variables: ConfigurationStage["variables"];
let apply: ConfigurationStage["apply"];
beforeAll(async () => {
  ({ harness, variables, apply } = await startConfigurationStage());
});
afterAll(() => harness[Symbol.asyncDispose]());

const second = (isRetired: boolean) => ({
  tenants: [{ name: "shop", flows: [{ name: "second", targets: [{ connection: "shop-second" }] }] }],
  connections: [
    {
      name: "shop-second",
      adapter: "identomat",
      tenant: "shop",
      isRetired,
      settings: {
        companyKey: { $env: "SHOP_COMPANY_KEY" },
        callbackApiKeys: [{ $env: "CASINO_CALLBACK_KEY" }],
        baseUrl: `${harness.identomat.url}/external-api`,
      },
    },
  ],
});

/** Version, key, initialisation vector, tag. */
const sealedOverheadBytes = 1 + 16 + 12 + 16;

describe("a connection with live sessions", () => {
  it("is not removed, but retired: its sessions stay bound to it and its webhooks land", async () => {
    const { shop, identomat, gateway } = harness;
    variables["SHOP_COMPANY_KEY"] = "shop-company-key";
    await apply(JSON.stringify(second(false)));
    const request = { flow: "second", applicant: { id: "user-live" } };
    await waitFor(async () => (await shop.createSession(request, "live-session")).status === 201);
    const { body: session } = await shop.createSession(request, "live-session");
    const { connections, tenants } = await readPresent(gateway.services);
    const rest = stringify({
      tenants: tenants?.map((tenant) => ({
        ...tenant,
        flows: tenant.flows?.filter(({ name }) => name !== "second"),
      })),
      connections: connections?.filter(({ name }) => name !== "shop-second"),
    });
    const refusal: unknown = await apply(rest, { isPruning: true }).catch((error: unknown) => error);
    expect((refusal as Error).message).toMatch(/connection shop-second has 1 open session: retire it/);

    await apply(JSON.stringify(second(true)));
    await waitFor(
      () => gateway.services.configuration.current.connectionsByName.get("shop-second")?.isRetired === true,
    );
    expect((await shop.createSession(request)).status).toBe(422);
    identomat.control.setCallbackUrl(`${gateway.url}/webhooks/identomat/shop-second`, "shop");
    identomat.control.act(await harness.findReference(session.id), { act: "approve" });
    await waitFor(async () => (await shop.readSession(session.id)).status === "APPROVED");

    expect(await apply(rest, { isPruning: true })).toContain("- connection shop-second");
    expect((await shop.readSession(session.id)).status).toBe("APPROVED");
    const { rows } = await harness.database.pool.query(
      "select octet_length(sealed_secrets) as length, removed_at is not null as removed from connections where name = 'shop-second'",
    );
    expect(rows).toEqual([{ length: sealedOverheadBytes + "{}".length, removed: true }]);
  });
});

it("a new key opens every replica at once", async () => {
  const replica = await startTestGateway({ databaseUrl: harness.database.url });
  await waitFor(() => replica.services.configuration.isLoaded);
  for (let made = 0; made < 5; made += 1) {
    const request = { tenant: "shop", name: `new-${made}`, scopes: ["sessions:read"] } as const;
    const { key } = await harness.provisioning.createKey(request);
    const client = createApiClient(replica.url, key);
    expect((await client.get("/v1/sessions?limit=1")).status).toBe(200);
    await client.close();
  }
  await replica.stop();
});
