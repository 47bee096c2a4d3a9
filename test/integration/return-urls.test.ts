import { addOperator, applyFile, FileIssuesError } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let operator: ApiClient;
beforeAll(async () => {
  harness = await startHarness({ withOndato: true });
  const { database } = harness.gateway.services;
  operator = createApiClient(
    harness.gateway.url,
    await addOperator(
      database,
      { operator: "ops", requestId: null },
      { name: "returns", role: "administrator" },
    ),
  );
});
afterAll(async () => {
  await operator.close();
  await harness[Symbol.asyncDispose]();
});

const path = "/admin/v1/tenants/shop/return-urls";
const appUrl = "com.shop.app://kyc/done?x=1";

async function allow(...appSchemes: string[]) {
  const answer = await operator.request("PUT", path, { body: { appSchemes } });
  expect(answer.status).toBe(204);
}

const apply = (appSchemes: string[]) =>
  applyFile(harness.gateway.services, {
    file: "gateway.yaml",
    text: JSON.stringify({ tenants: [{ name: "wallet", returnUrls: { appSchemes } }] }),
    source: { readVariable: () => undefined, readFile: () => undefined },
    actor: { operator: "ops", requestId: "test" },
    isDryRun: false,
    isPruning: false,
  });

describe("an app's own scheme as a return URL", () => {
  it.each(["standard", "ondato"])(
    "is refused until an operator allows it, then taken (flow %s)",
    async (flow) => {
      await allow();
      const refused = readProblem(await harness.shop.createSession({ flow, returnUrl: appUrl }));
      expect(refused).toMatchObject({
        code: "invalid_request",
        issues: [{ pointer: "/returnUrl", code: "scheme_not_allowed" }],
      });
      await allow("com.shop.app");
      await waitFor(
        async () => (await harness.shop.createSession({ flow, returnUrl: appUrl })).status === 201,
      );
      // Another tenant has allowed nothing.
      const other = readProblem(await harness.bank.createSession({ returnUrl: appUrl }));
      expect(other.issues).toMatchObject([{ code: "scheme_not_allowed" }]);
    },
  );

  it("is read back, and exported, as it was written", async () => {
    await allow("com.shop.app", "shopwallet");
    expect((await operator.get(path)).body).toEqual({ appSchemes: ["com.shop.app", "shopwallet"] });
    await allow();
    expect((await operator.get(path)).body).toEqual({});
  });

  it("is allowed by a file, and a script's is not", async () => {
    await apply(["com.wallet.app"]);
    expect((await operator.get("/admin/v1/tenants/wallet/return-urls")).body).toEqual({
      appSchemes: ["com.wallet.app"],
    });
    for (const scheme of ["javascript", "data", "vbscript", "file", "blob", "https"])
      await expect(apply([scheme])).rejects.toBeInstanceOf(FileIssuesError);
    const put = await operator.request("PUT", path, { body: { appSchemes: ["javascript"] } });
    expect(readProblem(put).issues).toMatchObject([{ pointer: "/appSchemes/0", code: "scheme_not_allowed" }]);
  });
});

describe("a return URL that runs a script or holds credentials", () => {
  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://a/b",
    "http://user:pw@shop.example/",
  ])("is refused: %s", async (returnUrl) => {
    const before = harness.identomat.control.ledger().requests["begin"] ?? 0;
    expect(readProblem(await harness.shop.createSession({ returnUrl })).code).toBe("invalid_request");
    expect(harness.identomat.control.ledger().requests["begin"] ?? 0).toBe(before);
  });
});
