import type { Capabilities, CheckKind } from "@kyc-gateway/adapter-spec/v1";
import type { Flow, Target } from "./flow.ts";
import { replayRoute, type RouteRecord, type TargetState } from "./route-record.ts";
import { findUnmetCondition, type RequestFacts, type RoutingRule, type RuleTarget } from "./routing-rule.ts";

/** What routing may ask about a connection. */
export interface RouteFacts {
  /** Absent when the connection is not there, or its adapter is not loaded. */
  capabilitiesOf(connectionId: string): Capabilities | undefined;
  /** What the flow's part for this connection checks, where its adapter can tell; absent: its capabilities count. */
  listChecks?(target: Target): readonly CheckKind[] | undefined;
  isAccepting(connectionId: string): boolean;
  /** Whether the host refuses calls there for now, because they would fail. */
  isFailing(connectionId: string): boolean;
}

/** One question to the router. */
export interface RouteQuestion {
  readonly flow: Flow;
  /** The tenant's, in order. */
  readonly rules: readonly RoutingRule[];
  readonly request: RequestFacts;
  /** The applicant's bucket, of `computeSeed`. */
  readonly seed: string;
  /** The only connection that will do: a session that belongs to another lives at the same account. */
  readonly boundTo?: string | undefined;
  /** Why a target cannot serve this very request, as a stable code. */
  readonly findRequestObstacle?: (target: Target) => string | undefined;
}

/** The candidates in order, why the others are none, and what the choice came from. */
export interface Route {
  readonly candidates: readonly Target[];
  readonly skipped: readonly { readonly connectionName: string; readonly why: string }[];
  readonly record: RouteRecord;
}

/** Chooses the connections that can serve a request. Pure: the same question and facts give the same route. */
export function planRoute(question: RouteQuestion, facts: RouteFacts): Route {
  const { rule, passedOver } = chooseRule(question);
  const parts = new Map(question.flow.targets.map((target) => [target.connectionName, target]));
  const states = new Map<string, TargetState>();
  const judge = <T extends { connectionName: string }>(target: T): T & TargetState => {
    const name = target.connectionName;
    const state = states.get(name) ?? judgeTarget(parts.get(name), question, facts);
    states.set(name, state);
    return { ...target, ...state };
  };
  const targets = (rule?.targets ?? followPreference(question.flow)).map((target) =>
    target.weight === 0 ? { ...target, obstacle: "weight_zero" } : judge(target),
  );
  const record: RouteRecord = {
    rule: rule?.name ?? null,
    passedOver,
    seed: question.seed,
    targets,
    ...(rule?.canary === undefined ? {} : { canary: judge(rule.canary) }),
  };
  return {
    candidates: replayRoute(record).flatMap((name) => parts.get(name) ?? []),
    skipped: listSkipped(record),
    record,
  };
}

/** Rules have no say about a session that belongs to another: it can live in one place only. */
function chooseRule({ rules, request, boundTo }: RouteQuestion): {
  rule: RoutingRule | undefined;
  passedOver: RouteRecord["passedOver"];
} {
  const passedOver: RouteRecord["passedOver"][number][] = [];
  for (const rule of boundTo === undefined ? rules : []) {
    const unmet = findUnmetCondition(rule.when, request);
    if (unmet === undefined) return { rule, passedOver };
    passedOver.push({ rule: rule.name, unmet });
  }
  return { rule: undefined, passedOver };
}

/** Without a rule the flow's own order decides: each target has a priority of its own. */
function followPreference(flow: Flow): readonly RuleTarget[] {
  return flow.targets.map(({ connectionName }, index) => ({
    connectionName,
    priority: index + 1,
    weight: 1,
  }));
}

function judgeTarget(target: Target | undefined, question: RouteQuestion, facts: RouteFacts): TargetState {
  const obstacle = findObstacle(target, question, facts);
  if (obstacle !== undefined) return { obstacle };
  return target !== undefined && facts.isFailing(target.connectionId) ? { isFailing: true } : {};
}

function findObstacle(
  target: Target | undefined,
  { flow, boundTo, findRequestObstacle }: RouteQuestion,
  facts: RouteFacts,
): string | undefined {
  if (target === undefined) return "not_in_flow";
  const { connectionId } = target;
  if (boundTo !== undefined && boundTo !== connectionId) return "not_the_parents_connection";
  const capabilities = facts.capabilitiesOf(connectionId);
  if (capabilities === undefined) return "connection_not_available";
  if (!facts.isAccepting(connectionId)) return "connection_retired";
  const missing = findMissingCheck(flow, { checks: facts.listChecks?.(target) ?? capabilities.checks });
  return missing === undefined ? findRequestObstacle?.(target) : `check_not_supported:${missing}`;
}

/** The first check that a flow needs and a provider cannot do. */
export function findMissingCheck(
  { requiredChecks }: Pick<Flow, "requiredChecks">,
  { checks }: Pick<Capabilities, "checks">,
): string | undefined {
  return requiredChecks.find((check) => !checks.includes(check));
}

function listSkipped({ targets, canary }: RouteRecord): Route["skipped"] {
  const judged = canary === undefined ? targets : [...targets, canary];
  const skipped = judged.flatMap(({ connectionName, obstacle }) =>
    obstacle === undefined ? [] : [[connectionName, { connectionName, why: obstacle }] as const],
  );
  return [...new Map(skipped).values()];
}
