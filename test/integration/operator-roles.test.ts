import { readFileSync } from "node:fs";
import { operatorRoles, type OperatorRole, type OperatorSelf } from "@kyc-gateway/http-api";
import { setOperatorRole } from "../../gateway/src/features/access/operators.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { connectOperators, type OperatorsByRole } from "../support/operators.ts";
import { waitFor } from "../support/wait-for.ts";

interface Operation {
  readonly operationId: string;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly "x-least-role"?: OperatorRole;
}
const { paths } = JSON.parse(
  readFileSync(new URL("../../contracts/http-api/openapi.json", import.meta.url), "utf8"),
) as { paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

/** Every operation of operators, with ids that nobody has. */
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(
      ([, { security = [] }]) =>
        path.startsWith("/admin/v1/") || security.some((one) => "operatorKey" in one),
    )
    .map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, "nothing"),
      operationId: operation.operationId,
      least: operation["x-least-role"] ?? "administrator",
      isStated: operation["x-least-role"] !== undefined,
    })),
);
const rank = (role: OperatorRole): number => operatorRoles.indexOf(role);

let harness: Harness;
let operators: OperatorsByRole;
beforeAll(async () => {
  harness = await startHarness();
  operators = await connectOperators(harness.gateway);
});
afterAll(async () => {
  await operators.close();
  await harness[Symbol.asyncDispose]();
});

describe("an operator's role", () => {
  it("is stated for every operation, and each role has some of its own", () => {
    expect(operations.filter(({ isStated }) => !isStated)).toEqual([]);
    expect([...new Set(operations.map(({ least }) => least))].toSorted()).toEqual(
      [...operatorRoles].toSorted(),
    );
  });

  it("opens what it is enough for, and nothing beyond, whatever is sent", async () => {
    for (const role of operatorRoles) {
      const client = operators[role];
      for (const { method, path, operationId, least } of operations) {
        const answer = await client.request(method, path);
        const isRefused = answer.status === 403;
        expect({ role, operationId, isRefused }).toEqual({
          role,
          operationId,
          isRefused: rank(role) < rank(least),
        });
        if (isRefused) expect(readProblem(answer)).toMatchObject({ code: "role_missing" });
        else expect(answer.status).toBeLessThan(500);
      }
    }
  });

  it("is told with its permissions, which are the operations that it opens", async () => {
    for (const role of operatorRoles) {
      const { body } = await operators[role].get<OperatorSelf>("/admin/v1/me");
      expect(body).toMatchObject({ name: role, role, signIn: "key" });
      const open = operations.filter(({ least }) => rank(role) >= rank(least));
      expect([...body.permissions].toSorted()).toEqual(open.map(({ operationId }) => operationId).toSorted());
    }
  });

  it("is named in the refusal, with what to do about it", async () => {
    const { detail } = readProblem(await operators.viewer.request("PUT", "/admin/v1/tenants/new-one"));
    expect(detail).toContain("administrator");
    expect(detail).toContain("viewer");
    expect(detail).toContain("kyc-gateway operator set-role");
  });

  it("is lost and gained while the key stays the same, and the audit log tells both roles", async () => {
    const { database } = harness.gateway.services;
    const actor = { operator: "test", requestId: null };
    const change = (role: OperatorRole) => setOperatorRole(database, actor, { name: "support", role });
    const may = async () => (await operators.support.get("/admin/v1/audit")).status === 200;
    expect(await may()).toBe(false);
    expect(await change("reviewer")).toBe(true);
    await waitFor(may);
    expect(await change("support")).toBe(true);
    await waitFor(async () => !(await may()));
    const { body } = await operators.reviewer.get<{ items: { detail: unknown }[] }>(
      "/admin/v1/audit?subject=operator%20support&limit=2",
    );
    expect(body.items.map(({ detail }) => detail)).toEqual([
      { previousRole: "reviewer", role: "support" },
      { previousRole: "support", role: "reviewer" },
    ]);
  });

  it("cannot be given to nobody, nor to one that is revoked", async () => {
    const { database } = harness.gateway.services;
    const actor = { operator: "test", requestId: null };
    expect(await setOperatorRole(database, actor, { name: "nobody", role: "viewer" })).toBe(false);
  });
});
