import { addOperator } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

describe("a text that the database cannot keep", () => {
  it.each([
    ["a zero byte", "\0"],
    ["half a character", "\ud800"],
  ])("is refused where no schema knows what is inside: %s", async (_name, odd) => {
    const session = await harness.shop.createSession({ applicant: { id: "u", givenName: `a${odd}b` } });
    expect(readProblem(session).status).toBe(400);
    const key = await addOperator(
      harness.gateway.services.database,
      { operator: "test", requestId: null },
      { name: `nino-${odd.codePointAt(0)}`, role: "administrator" },
    );
    const operator = createApiClient(harness.gateway.url, key);
    await waitFor(async () => (await operator.get("/admin/v1/tenants")).status === 200);
    const targets = [{ connection: "shop-identomat", settings: { note: odd, [`a${odd}`]: 1 } }];
    const flow = await operator.request("PUT", "/admin/v1/tenants/shop/flows/odd", { body: { targets } });
    expect(readProblem(flow)).toMatchObject({ status: 400, code: "malformed_body" });
    const hold = await operator.request("POST", "/admin/v1/connections/bank-identomat/hold", {
      body: { reason: `because${odd}` },
    });
    expect(readProblem(hold).status).toBe(400);
    await operator.close();
  });
});
