import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startFacetStage, type FacetStage } from "../support/facet-stage.ts";

const known = "679c74e4d9725987e3879265";
const short = "679c74e4d9725987e3879266";

let stage: FacetStage;
beforeAll(async () => {
  const step = { type: "identity-document", key: "d", flags: { documentTypes: ["id"] } };
  const configuration = { name: "Template", steps: [step] };
  stage = await startFacetStage({
    identomat: {
      configurations: [
        { ...configuration, id: known, general: { language: "en", sessionLifetime: 30 } },
        { ...configuration, id: short, general: { language: "en", sessionLifetime: 5 } },
      ],
    },
  });
  const { provisioning } = stage.harness;
  const save = (name: string, configId: string) =>
    provisioning.saveFlow({
      tenant: "shop",
      name,
      requiredChecks: name === "strict" ? ["document", "liveness"] : [],
      targets: [{ connection: "shop-identomat", settings: { configId } }],
    } as never);
  await save("good", known);
  await save("strict", known);
  await save("hasty", short);
  await save("lost", "000000000000000000000000");
  await stage.harness.gateway.services.configuration.reload();
});
afterEach(() => stage.harness.identomat.control.clearFaults());
afterAll(() => stage.close());

const at = (path: string, connection = "shop-identomat") => `/admin/v1/connections/${connection}/${path}`;

interface Configuration {
  readonly id: string;
  readonly isFound: boolean;
  readonly sessionLifetimeMs?: number;
  readonly checks?: readonly string[];
  readonly flows: readonly { readonly flow: string }[];
  readonly issues: readonly string[];
}

describe("the configurations of an account", () => {
  it("are told with what does not fit the flows that name them", async () => {
    const { body } = await stage.operator.get<{ items: readonly Configuration[] }>(at("configurations"));
    const [good, hasty, lost] = [known, short, "0".repeat(24)].map((id) =>
      body.items.find((item) => item.id === id),
    );
    expect(good).toMatchObject({ isFound: true, sessionLifetimeMs: 1_800_000, checks: ["document"] });
    expect(good?.flows.map(({ flow }) => flow)).toEqual(["good", "strict"]);
    expect(good?.issues).toEqual([expect.stringMatching(/does not check liveness.*"strict" of shop/)]);
    expect(hasty?.issues).toEqual([expect.stringMatching(/live 5 minutes.*assumes 15/)]);
    expect(lost).toMatchObject({ isFound: false, issues: [expect.stringContaining("no configuration")] });
  });

  it("can be asked for by id", async () => {
    const { body } = await stage.operator.get<{ items: readonly Configuration[] }>(
      `${at("configurations")}?id=${known}`,
    );
    expect(body.items.map(({ id }) => id)).toEqual([known]);
  });

  it.each(["hang", "html"] as const)("are a clear problem when the provider fails: %s", async (how) => {
    stage.harness.identomat.control.addFault({
      fault: how === "hang" ? { kind: "server_error" } : { kind: "garbage", shape: how },
      operation: "get-session-config",
    });
    const answer = await stage.operator.get(`${at("configurations")}?id=${known}`);
    expect(readProblem(answer).code).toMatch(/^provider_/);
  });
});

describe("operators of an account", () => {
  const somebody = { email: "somebody@example.com", password: "a-long-password", roles: ["operator"] };

  it("are listed and created, once", async () => {
    const create = () => stage.operator.request("POST", at("operators"), { body: somebody });
    expect(await create()).toMatchObject({ status: 201, body: { id: expect.any(String) } });
    expect(readProblem(await create())).toMatchObject({ status: 409, code: "already_at_provider" });
    const { body } = await stage.operator.get<{ items: readonly { username: string; roles: string[] }[] }>(
      at("operators"),
    );
    expect(body.items).toContainEqual({
      id: expect.any(String),
      username: somebody.email,
      roles: ["operator"],
    });
  });

  it.each([
    [{ ...somebody, roles: ["king"] }, "/roles/0"],
    [{ ...somebody, roles: [] }, "/roles"],
    [{ ...somebody, password: "short" }, "/password"],
    [{ ...somebody, email: "none" }, "/email"],
    [{ ...somebody, rights: ["operator"] }, ""],
  ])("are refused with a pointer: %j", async (body, pointer) => {
    const answer = await stage.operator.request("POST", at("operators"), { body });
    expect(readProblem(answer)).toMatchObject({ status: 400, code: "invalid_request" });
    expect(readProblem(answer).issues?.[0]?.pointer).toContain(pointer);
  });

  it("have groups, which are created, changed and removed", async () => {
    const { body: list } = await stage.operator.get<{ items: readonly { id: string }[] }>(at("operators"));
    const memberIds = [list.items[0]?.id];
    const made = await stage.operator.request<{ id: string }>("POST", at("operator-groups"), {
      body: { name: "Night shift", memberIds },
    });
    expect(made.status).toBe(201);
    const group = `${at("operator-groups")}/${made.body.id}`;
    const changed = await stage.operator.request("PATCH", group, { body: { name: "Day shift" } });
    expect(changed.status).toBe(204);
    const { body } = await stage.operator.get<{ items: readonly object[] }>(at("operator-groups"));
    expect(body.items).toEqual([
      {
        id: made.body.id,
        name: "Day shift",
        members: [{ id: memberIds[0], username: "operator@example.com" }],
      },
    ]);
    for (let time = 0; time < 2; time += 1)
      expect((await stage.operator.request("DELETE", group)).status).toBe(204);
    const gone = await stage.operator.request("PATCH", group, { body: { name: "x" } });
    expect(readProblem(gone)).toMatchObject({ status: 404, code: "operator_group_not_found" });
  });

  it.each([
    { method: "POST", path: "", ids: ["nobody"], pointers: ["/memberIds/0"] },
    { method: "POST", path: "", ids: ["G+=IL", " ?4 "], pointers: ["/memberIds/0", "/memberIds/1"] },
    { method: "PATCH", path: "/any-group", ids: ["own", "nobody"], pointers: ["/memberIds/1"] },
  ])(
    "have no members whom the account does not know: $method $ids",
    async ({ method, path, ids, pointers }) => {
      const { body: list } = await stage.operator.get<{ items: readonly { id: string }[] }>(at("operators"));
      const memberIds = ids.map((id) => (id === "own" ? list.items[0]?.id : id));
      const body = { name: "Night shift", memberIds };
      const answer = await stage.operator.request(method, `${at("operator-groups")}${path}`, { body });
      expect(readProblem(answer)).toMatchObject({ status: 400, code: "invalid_request" });
      expect(readProblem(answer).issues?.map(({ pointer }) => pointer)).toEqual(pointers);
      const { body: groups } = await stage.operator.get<{ items: readonly object[] }>(at("operator-groups"));
      expect(groups.items).toEqual([]);
    },
  );

  it("are in the audit log, without their secrets", async () => {
    const { rows } = await stage.harness.database.pool.query<{ text: string }>(
      "select row_to_json(a)::text as text from audit_log a where action = 'account_operator.create'",
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain("a-long-password");
    expect(stage.harness.capture.lines.join()).not.toContain("a-long-password");
  });
});

describe.each(["configurations", "operators", "operator-groups"])("the %s of a connection", (path) => {
  it("that is unknown, or cannot, are refused with those that can", async () => {
    expect(readProblem(await stage.operator.get(at(path, "nobody"))).code).toBe("connection_not_found");
    expect(readProblem(await stage.operator.get(at(path, "shop-ondato")))).toMatchObject({
      status: 409,
      code: "facet_unsupported",
      detail: expect.stringContaining('"bank-identomat", "shop-identomat"'),
    });
  });

  it("are for operators alone", async () => {
    expect((await stage.shop.get(at(path))).status).toBe(401);
  });
});
