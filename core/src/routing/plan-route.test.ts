import { describe, expect, it } from "vitest";
import { computeSeed, replayRoute, type RouteRecord } from "./route-record.ts";
import { planRoute, type RouteFacts, type RouteQuestion } from "./plan-route.ts";
import { able, allAble, checks, createFlow, names } from "./route-world.ts";
import type { RoutingRule } from "./routing-rule.ts";

import * as fc from "fast-check";

const flow = createFlow("document");

function ask(change: Partial<RouteQuestion> = {}): RouteQuestion {
  const seed = computeSeed("tenant", "applicant-1");
  return { flow, rules: [], request: { flow: "standard", metadata: {} }, seed, ...change };
}

function pickNames(question: RouteQuestion, facts: RouteFacts = allAble): readonly string[] {
  return planRoute(question, facts).candidates.map(({ connectionName }) => connectionName);
}

const toward = (
  name: string,
  when: RoutingRule["when"],
  ...targets: { connectionName: string; priority?: number; weight?: number }[]
): RoutingRule => ({
  name,
  when,
  targets: targets.map((target) => ({ priority: 1, weight: 1, ...target })),
});

describe("a route", () => {
  it("follows the flow's own order where there is no rule", () => {
    expect(pickNames(ask())).toEqual([...names]);
  });

  it("is the first rule's that holds, and says which condition of the earlier ones did not", () => {
    const rules = [
      toward("armenians", { countries: ["ARM"] }, { connectionName: "alpha" }),
      toward("risky", { riskTags: ["high", "pep"] }, { connectionName: "beta" }),
      toward("passports", { documentTypes: ["passport"] }, { connectionName: "gamma" }),
      toward("shop", { metadata: { channel: ["shop"] } }, { connectionName: "delta" }),
    ];
    const request = {
      flow: "standard",
      country: "GEO",
      documentTypes: ["passport", "id_card"] as const,
      riskTags: ["low"],
      metadata: { channel: "shop" },
    };
    const route = planRoute(ask({ rules, request }), allAble);
    expect(route.record).toMatchObject({
      rule: "shop",
      passedOver: [
        { rule: "armenians", unmet: "countries" },
        { rule: "risky", unmet: "riskTags" },
        { rule: "passports", unmet: "documentTypes" },
      ],
    });
    expect(route.candidates.map(({ connectionName }) => connectionName)).toEqual(["delta"]);
  });

  it.each([
    ["country", { country: "GEO" }, { countries: ["GEO"] }],
    ["risk tags", { riskTags: ["x", "high"] }, { riskTags: ["high"] }],
    [
      "document types",
      { documentTypes: ["passport"] as const },
      { documentTypes: ["passport" as const, "id_card" as const] },
    ],
    ["flow", {}, { flows: ["standard"] }],
  ])("is a rule's whose %s holds, and not of a request without", (_condition, request, when) => {
    const rules = [toward("special", when, { connectionName: "delta" })];
    expect(pickNames(ask({ rules, request: { flow: "standard", metadata: {}, ...request } }))).toEqual([
      "delta",
    ]);
    expect(
      planRoute(ask({ rules, request: { flow: "other", metadata: {} } }), allAble).record.rule,
    ).toBeNull();
  });

  it("never takes what every object inherits for metadata", () => {
    const rules = [toward("odd", { metadata: { toString: ["x"] } }, { connectionName: "delta" })];
    expect(planRoute(ask({ rules }), allAble).record.rule).toBeNull();
  });

  it("passes over what cannot serve, and says why", () => {
    const facts: RouteFacts = {
      capabilitiesOf: (id) =>
        id === "id-alpha" ? undefined : { ...able, checks: id === "id-beta" ? ["liveness"] : checks },
      isAccepting: (id) => id !== "id-gamma",
      isFailing: () => false,
    };
    const rules = [
      toward("all", {}, ...names.map((connectionName) => ({ connectionName })), {
        connectionName: "elsewhere",
      }),
    ];
    const route = planRoute(
      ask({ rules, findRequestObstacle: () => "request_not_supported:/language" }),
      facts,
    );
    expect(route.candidates).toEqual([]);
    expect(route.skipped).toEqual([
      { connectionName: "alpha", why: "connection_not_available" },
      { connectionName: "beta", why: "check_not_supported:document" },
      { connectionName: "gamma", why: "connection_retired" },
      { connectionName: "delta", why: "request_not_supported:/language" },
      { connectionName: "elsewhere", why: "not_in_flow" },
    ]);
  });

  it("tries a failing provider after all others, whatever its priority", () => {
    const facts = { ...allAble, isFailing: (id: string) => id === "id-alpha" };
    expect(pickNames(ask(), facts)).toEqual(["beta", "gamma", "delta", "alpha"]);
    expect(pickNames(ask(), { ...allAble, isFailing: () => true })).toEqual([...names]);
  });

  it("leaves a session that belongs to another at the other's account, whatever the rules say", () => {
    const rules = [toward("all", {}, { connectionName: "alpha" })];
    const route = planRoute(ask({ rules, boundTo: "id-gamma" }), allAble);
    expect(route.candidates.map(({ connectionName }) => connectionName)).toEqual(["gamma"]);
    expect(route.skipped).toContainEqual({ connectionName: "alpha", why: "not_the_parents_connection" });
  });

  it("gives a target without weight to nobody", () => {
    const rules = [toward("all", {}, { connectionName: "alpha", weight: 0 }, { connectionName: "beta" })];
    const route = planRoute(ask({ rules }), allAble);
    expect(route.candidates.map(({ connectionName }) => connectionName)).toEqual(["beta"]);
    expect(route.skipped).toEqual([{ connectionName: "alpha", why: "weight_zero" }]);
  });
});

const applicants = Array.from({ length: 10_000 }, (_value, index) => computeSeed("tenant", `user-${index}`));
const chooseFor = (rule: RoutingRule, seed: string) => pickNames(ask({ rules: [rule], seed }))[0] ?? "";

/** Three to two, and what gamma gets. */
const weigh = (gamma: number) =>
  toward(
    "all",
    {},
    { connectionName: "alpha", weight: 3 },
    { connectionName: "beta", weight: 2 },
    { connectionName: "gamma", weight: gamma },
  );

describe("10,000 applicants", () => {
  it("are shared out by weight, within a point", () => {
    const rule = toward(
      "all",
      {},
      { connectionName: "alpha", weight: 70 },
      { connectionName: "beta", weight: 25 },
      { connectionName: "gamma", weight: 5 },
    );
    const counts = Map.groupBy(applicants, (seed) => chooseFor(rule, seed));
    expect(Math.abs((counts.get("alpha")?.length ?? 0) - 7000)).toBeLessThanOrEqual(100);
    expect(Math.abs((counts.get("beta")?.length ?? 0) - 2500)).toBeLessThanOrEqual(100);
    expect(Math.abs((counts.get("gamma")?.length ?? 0) - 500)).toBeLessThanOrEqual(100);
  });

  it("stay where they are when the weight of somebody else's connection changes", () => {
    const moves = applicants.map((seed) => [chooseFor(weigh(1), seed), chooseFor(weigh(3), seed)] as const);
    const moved = moves.filter(([before, after]) => before !== after);
    // Gamma grows from 1/6 to 3/8: those it gains move, nobody else does.
    expect(moved.every(([, after]) => after === "gamma")).toBe(true);
    expect(Math.abs(moved.length / applicants.length - (3 / 8 - 1 / 6))).toBeLessThanOrEqual(0.01);
  });

  it("follow a canary from 1 % to 100 % within a point of its share, and nobody is moved twice", () => {
    const moves = new Map<string, number>();
    const places = new Map(applicants.map((seed) => [seed, ""]));
    for (const percent of [0, 1, 2, 3, 5, 8, 10, 15, 20, 25, 33, 40, 50, 60, 67, 75, 80, 90, 95, 99, 100]) {
      const rule: RoutingRule = {
        ...toward("all", {}, { connectionName: "alpha", weight: 60 }, { connectionName: "beta", weight: 40 }),
        canary: { connectionName: "gamma", percent },
      };
      for (const seed of applicants) {
        const place = chooseFor(rule, seed);
        if (percent > 0 && place !== places.get(seed)) moves.set(seed, (moves.get(seed) ?? 0) + 1);
        places.set(seed, place);
      }
      const share = [...places.values()].filter((place) => place === "gamma").length / applicants.length;
      expect(Math.abs(share * 100 - percent), `${percent} %`).toBeLessThanOrEqual(1);
    }
    expect(moves.size).toBe(applicants.length);
    expect(Math.max(...moves.values())).toBe(1);
  }, 30_000);
});

const nameArbitrary = fc.constantFrom(...names, "elsewhere");
const whenArbitrary = fc.record(
  {
    flows: fc.uniqueArray(fc.constantFrom("standard", "other"), { minLength: 1 }),
    countries: fc.uniqueArray(fc.constantFrom("GEO", "ARM"), { minLength: 1 }),
    riskTags: fc.uniqueArray(fc.constantFrom("high", "low"), { minLength: 1 }),
    metadata: fc.constant({ channel: ["shop-secret-word"] }),
  },
  { requiredKeys: [] },
);
const ruleArbitrary: fc.Arbitrary<RoutingRule> = fc
  .record({
    name: fc.constantFrom("one", "two", "three"),
    when: whenArbitrary,
    targets: fc.uniqueArray(
      fc.record({
        connectionName: nameArbitrary,
        priority: fc.integer({ min: 1, max: 3 }),
        weight: fc.constantFrom(0, 1, 2.5, 100),
      }),
      { minLength: 1, selector: ({ connectionName }) => connectionName },
    ),
    canary: fc.option(
      fc.record({ connectionName: nameArbitrary, percent: fc.integer({ min: 0, max: 100 }) }),
    ),
  })
  .map(({ canary, ...rule }) => (canary === null ? rule : { ...rule, canary }));
const factsArbitrary = fc.record({
  missing: fc.subarray([...names]),
  retired: fc.subarray([...names]),
  failing: fc.subarray([...names]),
});

describe("a route's record", () => {
  it("replays to the same choice, whatever becomes of rules and providers", () => {
    fc.assert(
      fc.property(
        fc.array(ruleArbitrary, { maxLength: 4 }),
        fc.string(),
        fc.constantFrom("GEO", "ARM", undefined),
        factsArbitrary,
        (...[rules, applicantId, country, { missing, retired, failing }]) => {
          const facts: RouteFacts = {
            capabilitiesOf: (id) => (missing.some((name) => id === `id-${name}`) ? undefined : able),
            isAccepting: (id) => !retired.some((name) => id === `id-${name}`),
            isFailing: (id) => failing.some((name) => id === `id-${name}`),
          };
          const request = { flow: "standard", country, metadata: { channel: "shop-secret-word" } };
          const seed = computeSeed("tenant", applicantId);
          const { candidates, record } = planRoute(ask({ rules, request, seed }), facts);
          const stored = JSON.stringify(record);
          expect(replayRoute(JSON.parse(stored) as RouteRecord)).toEqual(
            candidates.map(({ connectionName }) => connectionName),
          );
          expect(stored).not.toMatch(/GEO|ARM|secret-word/);
        },
      ),
    );
  });

  it("offers every target that can serve exactly once, and no other", () => {
    fc.assert(
      fc.property(ruleArbitrary, fc.string(), (rule, applicantId) => {
        const open = { ...rule, when: {} };
        const { candidates } = planRoute(
          ask({ rules: [open], seed: computeSeed("t", applicantId) }),
          allAble,
        );
        const found = candidates.map(({ connectionName }) => connectionName);
        const expected = open.targets
          .filter(({ weight, connectionName }) => weight > 0 && connectionName !== "elsewhere")
          .map(({ connectionName }) => connectionName);
        expect(new Set(found).size).toBe(found.length);
        expect(found.filter((name) => name !== open.canary?.connectionName).toSorted()).toEqual(
          expected.filter((name) => name !== open.canary?.connectionName).toSorted(),
        );
      }),
    );
  });
});
