import { failureRules } from "@kyc-gateway/core";
import CircuitBreaker from "opossum";
import type { Metrics } from "../../../platform/observability/metrics/metrics.ts";
import {
  operationGroups,
  type OperationGroup,
} from "../../../platform/observability/metrics/provider.metrics.ts";
import { readAdapterError } from "./host-error.ts";
import { CallRefusal } from "./call-refusal.ts";
import type { BreakerState, Operation } from "./provider-call.ts";

/** The circuit breakers of one connection: one for each operation, made when it is first called. */
export interface Breakers {
  /** Throws `CallRefusal` while the breaker is open. */
  refuseIfOpen(operation: Operation): void;
  /**
   * Makes an attempt, and counts it. Half open, one attempt probes and the others are refused. Throws `CallRefusal`.
   * `saysNothing` is asked about an attempt that failed: whether the failure is the caller's own doing. Such an attempt
   * is not counted; where it was the probe, the next call probes.
   */
  fire<T>(operation: Operation, attempt: () => Promise<T>, saysNothing: () => boolean): Promise<T>;
  isOpen(operation: Operation): boolean;
  isHalfOpen(operation: Operation): boolean;
  /** Each that there is. */
  list(): readonly { readonly operation: Operation; readonly state: BreakerState }[];
  /** Another connection of the name has taken their place: their state is not told any more. */
  retire(): void;
  close(): void;
}

/** How long an open breaker waits before it lets one attempt through. */
const probeIntervalMs = 5000;
/** Where calls are few, so many failures in a row and over so long a time open the breaker: no volume is needed. */
const failuresInARow = { count: 5, overMs: 3000 };

const settings = {
  // Deadlines are the caller's matter; the breaker only counts.
  timeout: false,
  errorThresholdPercentage: 50,
  volumeThreshold: 10,
  rollingCountTimeout: 5000,
  rollingCountBuckets: 10,
  rollingPercentilesEnabled: false,
  enableSnapshots: false,
  resetTimeout: probeIntervalMs,
} as const satisfies CircuitBreaker.Options;

/** An attempt that has ended: the breaker is told, it makes none itself. */
type Ended = () => Promise<void>;

interface Circuit {
  readonly breaker: CircuitBreaker<[Ended]>;
  openedAt: number;
  isProbing: boolean;
  /** Failures since the last success, and when the first of them came. */
  row: { count: number; since: number };
}

export function createBreakers(connectionName: string, metrics: Metrics): Breakers {
  const circuits = new Map<Operation, Circuit>();
  let isRetired = false;
  const tellState = (group: OperationGroup): void => {
    if (isRetired) return;
    const own = [...circuits].filter(([operation]) => nameGroup(operation) === group);
    const worst = Math.max(0, ...own.map(([, { breaker }]) => rankState(breaker)));
    metrics.breakerState.set({ connection: connectionName, operation: group }, worst);
  };
  // An open breaker of the connection before this one is nobody's any more.
  operationGroups.forEach(tellState);
  const find = (operation: Operation): Circuit => {
    const circuit = circuits.get(operation) ?? createCircuit(() => tellState(nameGroup(operation)));
    circuits.set(operation, circuit);
    return circuit;
  };
  return {
    refuseIfOpen(operation) {
      const { breaker, openedAt } = find(operation);
      if (breaker.opened) throw refuse(openedAt);
    },
    fire: (operation, attempt, saysNothing) => fire(find(operation), attempt, saysNothing),
    isOpen: (operation) => circuits.get(operation)?.breaker.opened ?? false,
    isHalfOpen: (operation) => circuits.get(operation)?.breaker.halfOpen ?? false,
    list: () =>
      [...circuits].map(([operation, { breaker }]) => ({ operation, state: states[rankState(breaker)] })),
    retire: () => {
      isRetired = true;
    },
    close: () => {
      for (const { breaker } of circuits.values()) breaker.shutdown();
    },
  };
}

function nameGroup(operation: Operation): OperationGroup {
  if (operation === "start" || operation === "relaunch") return "start";
  return operation === "read" ? "read" : "other";
}

const states = ["closed", "half_open", "open"] as const;

function rankState({ opened, halfOpen }: Pick<CircuitBreaker, "opened" | "halfOpen">): 0 | 1 | 2 {
  return opened ? 2 : halfOpen ? 1 : 0;
}

function createCircuit(onChange: () => void): Circuit {
  const breaker = new CircuitBreaker((ended: Ended) => ended(), { ...settings });
  const circuit: Circuit = { breaker, openedAt: 0, isProbing: false, row: { count: 0, since: 0 } };
  breaker.on("open", () => {
    circuit.openedAt = Date.now();
    onChange();
  });
  breaker.on("halfOpen", onChange);
  breaker.on("close", onChange);
  return circuit;
}

async function fire<T>(circuit: Circuit, attempt: () => Promise<T>, saysNothing: () => boolean): Promise<T> {
  const { breaker } = circuit;
  const isProbe = breaker.halfOpen;
  if (breaker.opened || (isProbe && circuit.isProbing)) throw refuse(circuit.openedAt);
  if (isProbe) circuit.isProbing = true;
  try {
    const value = await attempt();
    if (breaker.closed && !isProbe) countSuccess(circuit);
    else await count(circuit, { isProbe, isFailure: false });
    return value;
  } catch (error) {
    if (!saysNothing()) await count(circuit, { isProbe, isFailure: isProvidersFailure(error) });
    throw error;
  } finally {
    if (isProbe) circuit.isProbing = false;
  }
}

/** What began before the breaker opened does not decide about it once it is half open: the probe does. */
async function count(
  circuit: Circuit,
  { isProbe, isFailure }: { readonly isProbe: boolean; readonly isFailure: boolean },
): Promise<void> {
  const { breaker } = circuit;
  if (breaker.opened || breaker.halfOpen !== isProbe) return;
  const ended: Ended = () => (isFailure ? Promise.reject(new Error("counted")) : Promise.resolve());
  await breaker.fire(ended).catch(() => undefined);
  countInARow(circuit, isFailure);
}

/** What the breaker tells itself of a success while it is closed, without the promises of a call through it. */
function countSuccess(circuit: Circuit): void {
  circuit.breaker.emit("fire", []);
  circuit.breaker.emit("success", undefined, 0);
  countInARow(circuit, false);
}

function countInARow(circuit: Circuit, isFailure: boolean): void {
  const now = Date.now();
  const { count: before, since } = circuit.row;
  circuit.row = isFailure
    ? { count: before + 1, since: before === 0 ? now : since }
    : { count: 0, since: now };
  const isLong =
    circuit.row.count >= failuresInARow.count && now - circuit.row.since >= failuresInARow.overMs;
  if (isLong) circuit.breaker.open();
}

function isProvidersFailure(error: unknown): boolean {
  const code = readAdapterError(error)?.code;
  return code === undefined || failureRules[code].countsAgainstProvider;
}

function refuse(openedAt: number): CallRefusal {
  return new CallRefusal(
    "circuit_open",
    "The provider has failed too often lately; the next try is a probe.",
    Math.max(1000, openedAt + probeIntervalMs - Date.now()),
  );
}
