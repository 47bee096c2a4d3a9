import type { Capabilities, CheckKind } from "@kyc-gateway/adapter-spec/v1";

/** A connection that a flow may use, with the flow's part for it. Targets stand in the order of preference. */
export interface Target {
  readonly connectionId: string;
  /** The connection's name within the tenant, for traces. */
  readonly connectionName: string;
  readonly flowSettings: unknown;
}

/** A tenant's named recipe. */
export interface Flow {
  readonly name: string;
  /** Checks that the flow cannot do without. */
  readonly requiredChecks: readonly CheckKind[];
  readonly targets: readonly Target[];
}

/** One line of a session's decision trace. `why` is a stable code. */
export interface TraceStep {
  readonly at: Date;
  readonly connection: string;
  readonly step: "skipped" | "attempted" | "chosen" | "failed";
  readonly why?: string;
}

/** What routing may ask about a connection. */
export interface RouteFacts {
  /** Absent when the connection is not there, or its adapter is not loaded. */
  capabilitiesOf(connectionId: string): Capabilities | undefined;
  isAccepting(connectionId: string): boolean;
}

/** The candidates in order, and why the others are none. */
export interface Route {
  readonly candidates: readonly Target[];
  readonly skipped: readonly { readonly target: Target; readonly why: string }[];
}

/** Chooses the connections of a flow that can serve a request. Pure: the same facts give the same route. */
export function planRoute(flow: Flow, facts: RouteFacts): Route {
  const judged = flow.targets.map((target) => ({ target, why: findObstacle(flow, target, facts) }));
  return {
    candidates: judged.filter(({ why }) => why === undefined).map(({ target }) => target),
    skipped: judged.flatMap(({ target, why }) => (why === undefined ? [] : [{ target, why }])),
  };
}

function findObstacle(flow: Flow, target: Target, facts: RouteFacts): string | undefined {
  const capabilities = facts.capabilitiesOf(target.connectionId);
  if (capabilities === undefined) return "connection_not_available";
  if (!facts.isAccepting(target.connectionId)) return "connection_retired";
  const missing = flow.requiredChecks.find((check) => !capabilities.checks.includes(check));
  return missing === undefined ? undefined : `check_not_supported:${missing}`;
}
