import { findCoveringRules } from "@kyc-gateway/core";
import isoCountries from "i18n-iso-countries/index.js";
import type { FlowModel, RuleModel, TenantModel } from "./configuration-model.ts";
import { refuseDuplicates, type IssueList } from "../../platform/validation/issue-list.ts";

/** Those of ISO 3166-1, and Kosovo by the code that everybody uses for it. */
const countries: ReadonlySet<string> = new Set([...Object.keys(isoCountries.getAlpha3Codes()), "XKX"]);

interface RoutingParts {
  readonly tenant: TenantModel;
  /** The tenant's place. */
  readonly at: string;
  /** Whether there is such a connection for the tenant. */
  readonly isUsable: (connection: string) => boolean;
  /** Undefined: nobody can tell. */
  readonly canServe: (flow: FlowModel, connection: string) => boolean | undefined;
  readonly isSound: (pointer: string) => boolean;
}

/**
 * The issues of a tenant's ordered rules. Rules name no other rule, so that there can be no circle among them; what
 * remains are rules that contradict each other or themselves.
 */
export function checkRouting(issues: IssueList, parts: RoutingParts): void {
  const { tenant, at, isSound } = parts;
  refuseDuplicates(issues, `${at}/routing`, { kind: "rule", names: tenant.routing.map(({ name }) => name) });
  for (const [index, rule] of tenant.routing.entries()) {
    const place = `${at}/routing/${index}`;
    if (!isSound(place)) continue;
    const earlier = tenant.routing
      .filter((_rule, other) => other < index && isSound(`${at}/routing/${other}`))
      .map((other) => spellOutFlows(tenant, other));
    checkNames(issues, { rule, place, parts });
    checkWeights(issues, rule, place);
    checkCanary(issues, rule, place);
    checkReach(issues, { rule: spellOutFlows(tenant, rule), place, earlier, parts });
  }
}

function listNames(named: readonly { readonly name: string }[]): string {
  return named.map(({ name }) => name).join(", ") || "none";
}

/** A rule about all flows and a rule that names them all are the same. */
function spellOutFlows({ flows }: TenantModel, rule: RuleModel): RuleModel {
  if (rule.when.flows !== undefined || flows.length === 0) return rule;
  return { ...rule, when: { ...rule.when, flows: flows.map(({ name }) => name) } };
}

interface RuleParts {
  readonly rule: RuleModel;
  readonly place: string;
  readonly parts: RoutingParts;
}

function checkNames(issues: IssueList, { rule, place, parts }: RuleParts): void {
  const { tenant } = parts;
  for (const [index, name] of (rule.when.flows ?? []).entries())
    if (!tenant.flows.some((flow) => flow.name === name))
      issues.add(
        `${place}/when/flows/${index}`,
        "unknown_flow",
        `names no flow of this tenant: ${name}; its flows: ${listNames(tenant.flows)}`,
      );
  for (const [index, code] of (rule.when.countries ?? []).entries())
    if (!countries.has(code)) {
      const message = `is no country of ISO 3166-1 alpha-3: ${code}`;
      issues.add(`${place}/when/countries/${index}`, "unknown_country", message);
    }
  const names = rule.targets.map(({ connection }) => connection);
  for (const [index, name] of names.entries()) {
    const pointer = `${place}/targets/${index}/connection`;
    if (names.indexOf(name) < index) issues.add(pointer, "not_unique", `is a target already: ${name}`);
  }
  const named = names.map((name, index) => ({ name, pointer: `${place}/targets/${index}/connection` }));
  if (rule.canary !== null)
    named.push({ name: rule.canary.connection, pointer: `${place}/canary/connection` });
  for (const { name, pointer } of named) {
    if (!parts.isUsable(name)) {
      const message = `names no connection that this tenant can use: ${name}`;
      issues.add(pointer, "unknown_connection", message);
    } else if (!isTargetOfRule(parts, rule, name)) {
      issues.add(pointer, "not_in_flow", `is a target of no flow that this rule is about: ${name}`);
    }
  }
}

function checkWeights(issues: IssueList, { targets }: RuleModel, place: string): void {
  const groups = Map.groupBy([...targets.entries()], ([, { priority }]) => priority);
  for (const [priority, group] of groups) {
    const isNothing = group.every(([, { weight }]) => weight === 0);
    const [first] = group;
    if (isNothing && first !== undefined) {
      const message = `the weights of priority ${priority} add up to zero: no session could be sent there`;
      issues.add(`${place}/targets/${first[0]}/weight`, "weights_zero", message);
    }
  }
}

function checkCanary(issues: IssueList, { canary, targets }: RuleModel, place: string): void {
  if (canary === null) return;
  const firstPriority = Math.min(...targets.map(({ priority }) => priority));
  const first = targets.filter(({ priority, weight }) => priority === firstPriority && weight > 0);
  if (first.length === 1 && first[0]?.connection === canary.connection) {
    const message = `is the only target of the first priority and gets every session already: ${canary.connection}`;
    issues.add(`${place}/canary/connection`, "contradiction", message);
  }
}

/** Whether the rule can ever decide, and whether somebody can serve what it decides about. */
function checkReach(
  issues: IssueList,
  { rule, place, earlier, parts }: RuleParts & { earlier: readonly RuleModel[] },
): void {
  const covering = findCoveringRules(rule, earlier);
  if (covering !== undefined) {
    const names = covering.map(({ name }) => name).join(", ");
    issues.add(
      place,
      "never_matches",
      `can never decide: every request that it meets is met by ${names} before`,
    );
    return;
  }
  for (const flow of listFlows(parts.tenant, rule)) {
    const about = { when: { ...rule.when, flows: [flow.name] } };
    if (findCoveringRules(about, earlier) !== undefined) continue;
    const able = rule.targets.filter(
      ({ connection, weight }) =>
        weight > 0 && hasTarget(flow.targets, connection) && (parts.canServe(flow, connection) ?? true),
    );
    // A target that is nobody's is an issue of its own.
    const isNamed = rule.targets.every(({ connection }) => isTargetOfRule(parts, rule, connection));
    if (able.length > 0 || !isNamed) continue;
    const message = `none of them can serve the flow ${flow.name}: name one of its capable targets, or limit the rule by flows`;
    issues.add(`${place}/targets`, "no_capable_target", message);
  }
}

function listFlows({ flows }: TenantModel, { when }: RuleModel): readonly FlowModel[] {
  return flows.filter(({ name }) => when.flows?.includes(name) ?? true);
}

function isTargetOfRule({ tenant, isUsable }: RoutingParts, rule: RuleModel, connection: string): boolean {
  return (
    isUsable(connection) && listFlows(tenant, rule).some(({ targets }) => hasTarget(targets, connection))
  );
}

function hasTarget(targets: FlowModel["targets"], connection: string): boolean {
  return targets.some((target) => target.connection === connection);
}
