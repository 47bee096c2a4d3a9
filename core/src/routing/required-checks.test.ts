import type { CheckKind } from "@kyc-gateway/adapter-spec/v1";
import { describe, expect, it } from "vitest";
import { planRoute, type RouteFacts, type RouteQuestion } from "./plan-route.ts";
import { computeSeed } from "./route-record.ts";
import { able, allAble, checks, createFlow, names } from "./route-world.ts";
import type { RoutingRule } from "./routing-rule.ts";

const flow = createFlow();

function ask(change: Partial<RouteQuestion>): RouteQuestion {
  const request = { flow: "standard", metadata: {} };
  return { flow, rules: [], request, seed: computeSeed("tenant", "applicant-1"), ...change };
}

function pickNames(question: RouteQuestion, facts: RouteFacts): readonly string[] {
  return planRoute(question, facts).candidates.map(({ connectionName }) => connectionName);
}

function needing(...requiredChecks: CheckKind[]): Partial<RouteQuestion> {
  return { flow: { ...flow, requiredChecks } };
}

describe("a route by what flows check", () => {
  /** The adapter of `beta` checks documents alone in this flow, the one of `gamma` everything; the others cannot tell. */
  const telling: RouteFacts = {
    ...allAble,
    listChecks: ({ connectionName }) =>
      connectionName === "beta" ? ["document"] : connectionName === "gamma" ? checks : undefined,
  };
  const skip = (...needed: CheckKind[]) => planRoute(ask(needing(...needed)), telling).skipped;

  it("passes over a connection whose flow does not make a required check, though its provider could", () => {
    expect(pickNames(ask(needing("liveness")), telling)).toEqual(["alpha", "gamma", "delta"]);
    expect(skip("liveness")).toEqual([{ connectionName: "beta", why: "check_not_supported:liveness" }]);
  });

  it("names the first check that is missing, and takes a flow that makes all of them", () => {
    expect(skip("document", "video_call", "liveness")).toEqual([
      { connectionName: "beta", why: "check_not_supported:video_call" },
    ]);
    expect(pickNames(ask(needing("document")), telling)).toEqual([...names]);
    expect(pickNames(ask(needing()), telling)).toEqual([...names]);
  });

  it("goes by the capabilities where an adapter cannot tell", () => {
    const unable: RouteFacts = {
      ...telling,
      capabilitiesOf: () => ({ ...able, checks: ["document"] }),
    };
    expect(pickNames(ask(needing("liveness")), unable)).toEqual(["gamma"]);
  });

  it("asks about the flow's own part for each connection", () => {
    const asked: unknown[] = [];
    const targets = flow.targets.map((target, level) => ({ ...target, flowSettings: { level } }));
    planRoute(ask({ flow: { ...flow, targets } }), {
      ...allAble,
      listChecks: ({ flowSettings }) => {
        asked.push(flowSettings);
        return undefined;
      },
    });
    expect(asked).toEqual([0, 1, 2, 3].map((level) => ({ level })));
  });

  it("is the rule's and the canary's matter too", () => {
    const rules: RoutingRule[] = [
      {
        name: "to-beta",
        when: {},
        targets: [
          { connectionName: "beta", priority: 1, weight: 1 },
          { connectionName: "gamma", priority: 2, weight: 1 },
        ],
      },
    ];
    expect(pickNames(ask({ ...needing("liveness"), rules }), telling)).toEqual(["gamma"]);
    const canary = { connectionName: "beta", percent: 100 };
    const [rule] = rules;
    const canaries = rule === undefined ? [] : [{ ...rule, canary }];
    expect(pickNames(ask({ ...needing("liveness"), rules: canaries }), telling)).toEqual(["gamma"]);
  });
});
