import { addOperator } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiAnswer, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { runCommand } from "../support/run-command.ts";
import { waitFor } from "../support/wait-for.ts";

const anyId = "01890a5d-ac96-774b-bcce-b302099a8057";

let harness: Harness;
let operator: ApiClient;
let endpointId = "";
beforeAll(async () => {
  harness = await startHarness();
  const key = await addOperator(
    harness.gateway.services.database,
    { operator: "test", requestId: null },
    { name: "nino", role: "administrator" },
  );
  operator = createApiClient(harness.gateway.url, key);
  await waitFor(async () => (await operator.get("/admin/v1/tenants")).status === 200);
  const made = await harness.shop.request<{ endpoint: { id: string } }>("POST", "/v1/event-endpoints", {
    body: { url: "https://shop.example/events" },
  });
  endpointId = made.body.endpoint.id;
});
afterAll(async () => {
  await operator.close();
  await harness[Symbol.asyncDispose]();
});

const run = (...args: string[]) => runCommand(harness, args);

/** What a refusal says of one place. */
function readMessage(answer: ApiAnswer, pointer: string): string {
  const { code, issues = [] } = readProblem(answer);
  expect(code).toBe("invalid_request");
  return issues.find((issue) => issue.pointer === pointer)?.message ?? answer.text;
}

describe("a connection that an operator holds", () => {
  const path = "/admin/v1/connections/shop-identomat";
  interface Held {
    readonly hold?: { readonly by: string; readonly since: string; readonly reason: string };
  }
  const reason = "quota used up, ticket 77";
  const read = async () => (await operator.get<Held>(path)).body.hold;

  it("says by whom, since when and why, wherever operators look", async () => {
    const { headers: before } = await operator.get(path);
    await operator.request("POST", `${path}/hold`, { body: { reason } });
    expect(await read()).toEqual({ by: "nino", since: expect.stringMatching(/Z$/), reason });
    const { body } = await operator.get<{ items: (Held & { name: string })[] }>("/admin/v1/connections");
    expect(body.items.filter(({ hold }) => hold !== undefined).map(({ name }) => name)).toEqual([
      "shop-identomat",
    ]);
    // A hold changes nothing of what is configured: who read it before may still replace it.
    expect((await operator.get(path)).headers["etag"]).toBe(before["etag"]);
    const { body: audit } = await operator.get<{ items: { reason: string | null }[] }>(
      "/admin/v1/audit?limit=1",
    );
    expect(audit.items[0]?.reason).toBe(reason);
  });

  const held = new RegExp(`held by nino since .*Z: ${reason}`);
  it.each([
    [["connection", "list"], held],
    [["doctor"], new RegExp(`WARN  connection shop-identomat is ${held.source}`)],
    [["doctor"], /kyc-gateway connection release shop-identomat/],
    [
      ["audit", "list", "--limit", "1"],
      new RegExp(`nino +connection\\.hold +connection shop-identomat .*${reason}`),
    ],
  ])("is shown as such by kyc-gateway %j", async (args, expected) => {
    expect((await run(...args)).output).toMatch(expected);
  });

  it("is held no more once it is released", async () => {
    await operator.request("POST", `${path}/release`);
    expect(await read()).toBeUndefined();
    expect((await run("connection", "list")).output).not.toContain("held by");
  });
});

describe("a flow that is not there", () => {
  it.each(["/v1/sessions", "/v1/routing/preview"])(
    "is answered with the flows that are, by %s",
    async (path) => {
      const answer = await harness.shop.request("POST", path, {
        headers: { "idempotency-key": crypto.randomUUID() },
        body: { flow: "standrad", applicant: { id: "user-1" } },
      });
      const { code, detail } = readProblem(answer);
      expect(code).toBe("unknown_flow");
      expect(detail).toMatch(/Your flows: .*\bstandard\b.*\.$/);
      expect(detail).not.toContain("standrad");
    },
  );

  it("and that a rule names, likewise", async () => {
    const answer = await operator.request("PUT", "/admin/v1/tenants/shop/routing", {
      body: {
        rules: [{ name: "r", when: { flows: ["standrad"] }, targets: [{ connection: "shop-identomat" }] }],
      },
    });
    expect(readMessage(answer, "/rules/0/when/flows/0")).toMatch(/its flows: .*\bstandard\b/);
  });
});

describe("a list is not asked for what no page of it gave:", () => {
  it.each([
    ["the audit log, a made-up cursor", "/admin/v1/audit", `cursor=${anyId}`, "query cursor"],
    ["the audit log, a cursor that is no id", "/admin/v1/audit", "cursor=x", "query cursor"],
    ["deliveries, a made-up cursor", "/admin/v1/deliveries", `cursor=${anyId}`, "query cursor"],
    [
      "deliveries, a cursor after all others",
      "/admin/v1/deliveries",
      `cursor=${"f".repeat(8)}-ffff-7fff-bfff-${"f".repeat(12)}`,
      "query cursor",
    ],
    ["deliveries, another verdict", "/admin/v1/deliveries", "verdict=bad", "query verdict"],
  ])("%s", async (...[, path, query, pointer]) => {
    const message = readMessage(await operator.get(`${path}?${query}`), pointer);
    expect(message).toMatch(
      pointer === "query verdict" ? /unrecognised, session_missing/ : /cursor that a page|must be a UUID/,
    );
  });

  it("attempts, a made-up cursor", async () => {
    const answer = await harness.shop.get(`/v1/event-endpoints/${endpointId}/attempts?cursor=${anyId}`);
    expect(readMessage(answer, "query cursor")).toContain("begin again without it");
  });

  it("and a cursor that a page gave is taken", async () => {
    const { body } = await operator.get<{ nextCursor: string }>("/admin/v1/audit?limit=1");
    expect((await operator.get(`/admin/v1/audit?limit=1&cursor=${body.nextCursor}`)).status).toBe(200);
  });
});

describe("a body that nobody reads", () => {
  it.each([
    ["a reason at a release", "POST", "/admin/v1/connections/shop-identomat/release", { reason: "x" }],
    ["a dry run at a removal", "DELETE", "/admin/v1/connections/shop-identomat", { dryRun: true }],
    ["a list at a retirement", "POST", "/admin/v1/connections/shop-identomat/retire", [1]],
    ["a number at a retirement", "POST", "/admin/v1/connections/shop-identomat/retire", 0],
  ])("is refused: %s", async (...[, method, path, body]) => {
    const answer = await operator.request(method, path, { body });
    expect(readMessage(answer, "")).toContain("takes no body");
  });

  it("is refused of products, before anything is done", async () => {
    const answer = await harness.shop.request("DELETE", `/v1/event-endpoints/${endpointId}`, {
      body: { dryRun: true },
    });
    expect(readMessage(answer, "")).toContain("takes no body");
    expect((await harness.shop.get(`/v1/event-endpoints/${endpointId}`)).status).toBe(200);
  });

  it("and says nothing, is taken", async () => {
    const answer = await operator.request("POST", "/admin/v1/connections/shop-identomat/release", {
      body: {},
    });
    expect(answer.status).toBe(204);
  });
});

const putRuleFor = (...countries: string[]) =>
  operator.request("PUT", "/admin/v1/tenants/shop/routing", {
    body: {
      rules: [{ name: "home", when: { countries }, targets: [{ connection: "shop-identomat" }] }],
    },
  });

describe("a rule's country", () => {
  it.each(["ZZZ", "GER", "ENG", "UKR1", "geo"])("is one of ISO 3166-1, and %s is not", async (code) => {
    expect(readMessage(await putRuleFor("GEO", code), "/rules/0/when/countries/1")).toContain(
      "ISO 3166-1 alpha-3",
    );
  });

  it("may be every one that there is, Kosovo among them", async () => {
    expect((await putRuleFor("GEO", "DEU", "GBR", "XKX")).status).toBe(204);
  });
});

describe("kyc-gateway flow add", () => {
  it.each([
    ["document,livenes", "livenes"],
    ["Document", "Document"],
    ["document, liveness", " liveness"],
    ["", ""],
  ])("--require %j names the checks that there are, and blames no target", async (checks, wrong) => {
    const { code, output } = await run(
      "flow",
      "add",
      "shop",
      "misspelt",
      "--target",
      "shop-identomat",
      "--require",
      checks,
    );
    expect(code).not.toBe(0);
    expect(output).toContain(`Unknown: ${wrong}`);
    for (const check of ["document", "liveness", "face_match", "video_call"]) expect(output).toContain(check);
    expect(output).not.toContain("targets");
    expect(await harness.provisioning.hasFlow("shop", "misspelt")).toBe(false);
  });

  it("is held to the same by whoever calls it from within", async () => {
    const flow = {
      tenant: "shop",
      name: "misspelt",
      targets: [{ connection: "shop-identomat", settings: {} }],
    };
    await expect(
      harness.provisioning.saveFlow({ ...flow, requiredChecks: ["livenes" as never] }),
    ).rejects.toThrow(/\/requiredChecks\/0 must be one of: document, .*liveness/);
    await expect(harness.provisioning.saveFlow({ ...flow, targets: [] })).rejects.toThrow(/1 to 20 items/);
    await expect(harness.provisioning.saveFlow({ ...flow, validFor: "1 year" })).rejects.toThrow(/P1Y, P6M/);
  });
});
