import { describe, expect, it } from "vitest";
import { checkConfiguration } from "./check-configuration.ts";
import { toModel } from "./configuration-model.ts";

type Context = Parameters<typeof checkConfiguration>[1];

/** Two adapters: one can only look at documents, the other also calls. */
const adapterHost = {
  adapters: new Map(
    Object.entries({ papers: ["document"], caller: ["document", "video_call"] }).map(([id, checks]) => [
      id,
      { manifest: { capabilities: { checks } } },
    ]),
  ),
  checkSettings: () => [],
  checkFlow: () => [],
} as unknown as Context["adapterHost"];

const connections = [
  { name: "papers", adapter: "papers", settings: {} },
  { name: "caller", adapter: "caller", settings: {} },
  { name: "foreign", adapter: "caller", tenant: "other", settings: {} },
];
const toBoth = [{ connection: "papers" }, { connection: "caller" }];

const isSound = () => true;

function check(tenant: object): readonly string[] {
  const document = { tenants: [{ name: "shop", ...tenant }, { name: "other" }], connections };
  return checkConfiguration(toModel(document, isSound), { adapterHost, eventHostsAllowed: [], isSound }).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
}

const flows = [
  { name: "papers", targets: toBoth },
  { name: "call", requiredChecks: ["video_call"], targets: toBoth },
];

describe("a flow", () => {
  it("needs a target that can do all of its checks", () => {
    const wanting = { name: "call", requiredChecks: ["video_call"], targets: [{ connection: "papers" }] };
    expect(check({ flows: [wanting] })).toEqual(["/tenants/0/flows/0/requiredChecks no_capable_target"]);
    expect(check({ flows })).toEqual([]);
  });

  it("cannot use another tenant's connection", () => {
    const targets = [{ connection: "foreign" }, { connection: "caller" }];
    expect(check({ flows: [{ name: "call", targets }] })).toEqual([
      "/tenants/0/flows/0/targets/0/connection unknown_connection",
    ]);
  });
});

const rule = (name: string, when: object, ...targets: object[]) => ({ name, when, targets });

describe("a rule", () => {
  const caller = { connection: "caller" };

  it.each([
    ["one that holds always", [rule("all", {}, caller), rule("late", { countries: ["GEO"] }, caller)]],
    [
      "several together",
      [
        rule("georgia", { countries: ["GEO"] }, caller),
        rule("armenia", { countries: ["ARM"] }, caller),
        rule("late", { countries: ["GEO", "ARM"], riskTags: ["high"] }, caller),
      ],
    ],
    [
      "one that names all flows",
      [rule("all", { flows: ["papers", "call"] }, caller), rule("late", {}, caller)],
    ],
  ])("is refused when it can never decide, because of %s", (_why, routing) => {
    expect(check({ flows, routing })).toEqual([`/tenants/0/routing/${routing.length - 1} never_matches`]);
  });

  it("is refused when none of its targets can serve a flow that it decides about", () => {
    const papers = { connection: "papers" };
    expect(check({ flows, routing: [rule("all", {}, papers)] })).toEqual([
      "/tenants/0/routing/0/targets no_capable_target",
    ]);
    const limited = [rule("calls", { flows: ["call"] }, caller), rule("rest", {}, papers)];
    expect(check({ flows, routing: limited })).toEqual([]);
  });

  it("is refused when the weights of a priority add to zero, or when it contradicts itself", () => {
    const routing = [
      {
        ...rule("a", { countries: ["GEO"] }, { ...caller, weight: 0 }, { connection: "papers", priority: 2 }),
      },
      { ...rule("b", { countries: ["ARM"] }, caller, caller), canary: { connection: "papers", percent: 5 } },
      { ...rule("b", {}, caller), canary: { connection: "caller", percent: 5 } },
    ];
    expect(check({ flows: [flows[0]], routing })).toEqual([
      "/tenants/0/routing/2/name not_unique",
      "/tenants/0/routing/0/targets/0/weight weights_zero",
      "/tenants/0/routing/1/targets/1/connection not_unique",
      "/tenants/0/routing/2/canary/connection contradiction",
    ]);
  });

  it("is refused when it names what is not there, and what no flow of its has a part for", () => {
    const routing = [
      rule("a", { flows: ["call", "gone"] }, { connection: "gone" }, caller),
      rule("b", { flows: ["papers"] }, { connection: "foreign" }),
    ];
    const few = [
      { name: "papers", targets: toBoth },
      { name: "call", targets: [{ connection: "papers" }] },
    ];
    expect(check({ flows: few, routing })).toEqual([
      "/tenants/0/routing/0/when/flows/1 unknown_flow",
      "/tenants/0/routing/0/targets/0/connection unknown_connection",
      "/tenants/0/routing/0/targets/1/connection not_in_flow",
      "/tenants/0/routing/1/targets/0/connection unknown_connection",
    ]);
  });
});
