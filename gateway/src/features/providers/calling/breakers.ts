import { failureRules } from "@kyc-gateway/core";
import CircuitBreaker from "opossum";
import type { Metrics } from "../../../platform/observability/metrics.ts";
import { readAdapterError } from "./host-error.ts";
import { CallRefusal } from "./call-refusal.ts";
import type { Operation } from "./provider-call.ts";

/** The circuit breakers of one connection: one for each operation, made when it is first called. */
export interface Breakers {
  /** Throws `CallRefusal` while the breaker is open. */
  refuseIfOpen(operation: Operation): void;
  /** Makes an attempt, and counts it. Half open, one attempt probes and the others are refused. */
  fire<T>(operation: Operation, attempt: () => Promise<T>): Promise<T>;
  isOpen(operation: Operation): boolean;
  close(): void;
}

/** How long an open breaker waits before it lets one attempt through. */
const probeIntervalMs = 5000;

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
  errorFilter: (error: unknown) => {
    const code = readAdapterError(error)?.code;
    return code !== undefined && !failureRules[code].countsAgainstProvider;
  },
} as const satisfies CircuitBreaker.Options;

type Attempt = () => Promise<unknown>;

interface Circuit {
  readonly breaker: CircuitBreaker<[Attempt]>;
  openedAt: number;
}

export function createBreakers(connectionName: string, metrics: Metrics): Breakers {
  const circuits = new Map<Operation, Circuit>();
  const find = (operation: Operation): Circuit => {
    const circuit =
      circuits.get(operation) ?? createCircuit(metrics.breakerState.labels(connectionName, operation));
    circuits.set(operation, circuit);
    return circuit;
  };
  return {
    refuseIfOpen(operation) {
      const { breaker, openedAt } = find(operation);
      if (breaker.opened) throw refuse(openedAt);
    },
    async fire<T>(operation: Operation, attempt: () => Promise<T>): Promise<T> {
      const { breaker, openedAt } = find(operation);
      try {
        return (await breaker.fire(attempt)) as T;
      } catch (error) {
        if ((error as NodeJS.ErrnoException | undefined)?.code === "EOPENBREAKER") throw refuse(openedAt);
        throw error;
      }
    },
    isOpen: (operation) => circuits.get(operation)?.breaker.opened ?? false,
    close: () => {
      for (const { breaker } of circuits.values()) breaker.shutdown();
    },
  };
}

function createCircuit(gauge: { set(state: number): void }): Circuit {
  const breaker = new CircuitBreaker((attempt: Attempt) => attempt(), settings);
  const circuit: Circuit = { breaker, openedAt: 0 };
  gauge.set(0);
  breaker.on("open", () => {
    circuit.openedAt = Date.now();
    gauge.set(2);
  });
  breaker.on("halfOpen", () => gauge.set(1));
  breaker.on("close", () => gauge.set(0));
  return circuit;
}

function refuse(openedAt: number): CallRefusal {
  return new CallRefusal(
    "circuit_open",
    "The provider has failed too often lately; the next try is a probe.",
    Math.max(1000, openedAt + probeIntervalMs - Date.now()),
  );
}
