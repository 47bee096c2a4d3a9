import type { RuleConditions } from "./routing-rule.ts";

/** Rules with more combinations of values than this are compared as a whole. */
const maxCases = 2000;

/**
 * The earlier rules that together meet every request that a rule meets, so that it can never decide; undefined: there
 * are requests for it. Never wrong when it finds some; it may miss a coverage that only documents types make together.
 */
export function findCoveringRules<Rule extends { readonly when: RuleConditions }>(
  rule: { readonly when: RuleConditions },
  earlier: readonly Rule[],
): readonly Rule[] | undefined {
  const covering = new Set<Rule>();
  for (const single of listCases(rule.when)) {
    const found = earlier.find(({ when }) => covers(when, single));
    if (found === undefined) return undefined;
    covering.add(found);
  }
  return [...covering];
}

/** Whether every request that meets `inner` meets `outer` too. */
function covers(outer: RuleConditions, inner: RuleConditions): boolean {
  return (
    isWider(outer.flows, inner.flows) &&
    isWider(outer.countries, inner.countries) &&
    isWider(outer.documentTypes, inner.documentTypes) &&
    isWider(outer.riskTags, inner.riskTags) &&
    Object.entries(outer.metadata ?? {}).every(([name, values]) => isWider(values, inner.metadata?.[name]))
  );
}

function isWider(outer: readonly string[] | undefined, inner: readonly string[] | undefined): boolean {
  return outer === undefined || (inner?.every((value) => outer.includes(value)) ?? false);
}

/**
 * A rule as a union of rules with one value for each condition. Document types stay together: a request may name
 * several, and a list of them is more than its members.
 */
function listCases(when: RuleConditions): readonly RuleConditions[] {
  let cases: RuleConditions[] = [
    when.documentTypes === undefined ? {} : { documentTypes: when.documentTypes },
  ];
  const multiply = (
    values: readonly string[] | undefined,
    add: (value: string) => (one: RuleConditions) => RuleConditions,
  ) => {
    if (values !== undefined) cases = values.flatMap((value) => cases.map(add(value)));
  };
  if (countCases(when) > maxCases) return [when];
  multiply(when.flows, (value) => (one) => ({ ...one, flows: [value] }));
  multiply(when.countries, (value) => (one) => ({ ...one, countries: [value] }));
  multiply(when.riskTags, (value) => (one) => ({ ...one, riskTags: [value] }));
  for (const [name, values] of Object.entries(when.metadata ?? {}))
    multiply(values, (value) => (one) => ({ ...one, metadata: { ...one.metadata, [name]: [value] } }));
  return cases;
}

function countCases({ flows, countries, riskTags, metadata }: RuleConditions): number {
  const lists = [flows, countries, riskTags, ...Object.values(metadata ?? {})];
  return lists.reduce((count, list) => count * (list?.length ?? 1), 1);
}
