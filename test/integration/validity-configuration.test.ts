import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startErasureStage, type ErasureStage } from "../support/erasure-stage.ts";

let stage: ErasureStage;
beforeAll(async () => {
  stage = await startErasureStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const flows = "/admin/v1/tenants/shop/flows";
const validity = "/admin/v1/tenants/shop/validity";
const targets = [{ connection: "shop-identomat" }];

const putFlow = (validFor: unknown) =>
  stage.operator.request("PUT", `${flows}/timed`, { body: { targets, validFor } });

interface Exported {
  readonly tenants: readonly {
    readonly name: string;
    readonly validity?: object;
    readonly flows: readonly { readonly name: string; readonly validFor?: string }[];
  }[];
}

async function exportShop(): Promise<Exported["tenants"][number] | undefined> {
  const { body } = await stage.operator.get<Exported>("/admin/v1/configuration");
  return body.tenants.find(({ name }) => name === "shop");
}

describe("how long a flow's approvals count", () => {
  it.each(["P1Y", "P6M", "P2W", "P90D", "P1Y6M", "P1Y2M3W4D", "P0Y1D"])(
    "%s is taken and told",
    async (time) => {
      expect((await putFlow(time)).status).toBe(204);
      const { body } = await stage.operator.get<{ items: { name: string; validFor?: string }[] }>(flows);
      expect(body.items.find(({ name }) => name === "timed")?.validFor).toBe(time);
      expect((await exportShop())?.flows.find(({ name }) => name === "timed")?.validFor).toBe(time);
    },
  );

  it.each(["1Y", "P", "P0D", "P0Y0M", "PT5M", "P1D1Y", "P-1Y", "P1.5Y", "p1y", "P100000D", "", 365, null])(
    "%j is refused",
    async (time) => {
      const { status, code, issues = [] } = readProblem(await putFlow(time));
      expect({ status, code }).toEqual({ status: 400, code: "invalid_request" });
      const issue = issues.find(({ pointer }) => pointer === "/validFor");
      expect(issue?.message).toMatch(/^must be an ISO 8601 duration .* such as P1Y, P6M or P90D\.$/);
      expect(JSON.stringify(issues)).not.toMatch(/pattern|\^|\[0-9\]/);
    },
  );

  it("is refused on the command line's way too", async () => {
    const settings = {};
    await expect(
      stage.harness.provisioning.saveFlow({
        tenant: "shop",
        name: "timed",
        targets: [{ connection: "shop-identomat", settings }],
        validFor: "a year",
      }),
    ).rejects.toMatchObject({
      issues: [{ pointer: "/validFor", message: expect.stringContaining("P1Y, P6M or P90D") }],
    });
  });
});

describe("when a tenant is told that approvals end", () => {
  it("is 30 days before, or what it says; the default is left out of an export", async () => {
    expect((await stage.operator.get(validity)).body).toEqual({});
    expect((await exportShop())?.validity).toBeUndefined();
    await stage.operator.request("PUT", validity, { body: { noticeDays: 7 } });
    expect((await stage.operator.get(validity)).body).toEqual({ noticeDays: 7 });
    expect((await exportShop())?.validity).toEqual({ noticeDays: 7 });
    const { rows } = await stage.harness.database.pool.query(
      "select action, subject from audit_log where subject like 'validity%'",
    );
    expect(rows).toEqual([{ action: "validity.update", subject: "validity shop" }]);
    await stage.operator.request("PUT", validity, { body: {} });
  });

  it.each([-1, 366, 1.5, "30", null])("is not %j", async (noticeDays) => {
    const answer = await stage.operator.request("PUT", validity, { body: { noticeDays } });
    expect(readProblem(answer)).toMatchObject({ status: 400, code: "invalid_request" });
  });
});
