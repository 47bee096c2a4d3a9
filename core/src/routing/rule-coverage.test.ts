import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findUnmetCondition, type RequestFacts, type RuleConditions } from "./routing-rule.ts";
import { findCoveringRules } from "./rule-coverage.ts";

const rule = (when: RuleConditions) => ({ when });
const some = <T extends string>(...values: T[]) => fc.subarray(values, { minLength: 1 });

describe("a rule", () => {
  it("is covered by an earlier rule without conditions", () => {
    expect(findCoveringRules(rule({ countries: ["GEO"] }), [rule({})])).toHaveLength(1);
  });

  it("is covered by several that share its values", () => {
    const earlier = [rule({ countries: ["GEO"] }), rule({ countries: ["ARM"] })];
    expect(findCoveringRules(rule({ countries: ["GEO", "ARM"], riskTags: ["high"] }), earlier)).toEqual(
      earlier,
    );
    expect(findCoveringRules(rule({ countries: ["GEO", "AZE"] }), earlier)).toBeUndefined();
    expect(findCoveringRules(rule({}), earlier)).toBeUndefined();
  });

  it("is not covered by two that each take one of its document types: a request may name both", () => {
    const earlier = [rule({ documentTypes: ["passport"] }), rule({ documentTypes: ["id_card"] })];
    expect(findCoveringRules(rule({ documentTypes: ["passport", "id_card"] }), earlier)).toBeUndefined();
  });

  it("never meets a request when it is said to be covered", () => {
    const when: fc.Arbitrary<RuleConditions> = fc.record(
      {
        flows: some("standard", "video"),
        countries: some("GEO", "ARM"),
        documentTypes: some("passport", "id_card"),
        riskTags: some("high", "pep"),
        metadata: fc.record({ channel: some("web", "shop") }),
      },
      { requiredKeys: [] },
    );
    const request: fc.Arbitrary<RequestFacts> = fc.record(
      {
        flow: fc.constantFrom("standard", "video"),
        country: fc.constantFrom("GEO", "ARM", "AZE"),
        documentTypes: some("passport", "id_card"),
        riskTags: fc.subarray(["high", "pep", "new"]),
        metadata: fc.record({ channel: fc.constantFrom("web", "shop", "other") }, { requiredKeys: [] }),
      },
      { requiredKeys: ["flow", "metadata"] },
    );
    let covered = 0;
    fc.assert(
      fc.property(
        when,
        fc.array(when, { maxLength: 5 }),
        fc.array(request, { minLength: 20 }),
        (last, earlier, requests) => {
          if (findCoveringRules(rule(last), earlier.map(rule)) === undefined) return;
          covered += 1;
          for (const one of requests.filter((facts) => findUnmetCondition(last, facts) === undefined))
            expect(earlier.some((before) => findUnmetCondition(before, one) === undefined)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
    expect(covered).toBeGreaterThan(50);
  });
});
