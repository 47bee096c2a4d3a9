import { Courier } from "../callbacks/courier.ts";
import type { RetryPolicy } from "../callbacks/outgoing.ts";
import { Clock } from "../clock.ts";
import { FaultPlan } from "../faults/fault-plan.ts";
import { Ledger } from "../ledger/ledger.ts";
import { createRandom } from "../random.ts";
import type { Random } from "../random.ts";

/** Options that both simulators share. */
export interface EngineOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The origin that people and clients use, where it differs from host and port. */
  readonly publicUrl?: string;
  /** Seeds fault probabilities and delays. Default 1. */
  readonly randomSeed?: number;
  /** How many sessions are remembered; older ones are forgotten. Default 100,000. */
  readonly keepSessions?: number;
  /** A file that keeps the sessions from one run to the next. Absent: they end with the simulator. */
  readonly sessionsFile?: string;
  /** How many callback attempts are listed in the ledger; 0 keeps counts only. Default 100,000. */
  readonly keepCallbacks?: number;
  /** Callbacks under way at once. Default 256. */
  readonly callbackConcurrency?: number;
}

/** What both simulators are made of, whatever dialect they speak. */
export interface Engine {
  readonly clock: Clock;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly faults: FaultPlan;
  readonly courier: Courier;
  /** Aborts when the simulator closes. */
  readonly closing: AbortSignal;
  readonly replaceStatus: (body: string) => string;
  close(): Promise<void>;
}

export interface DialectParts {
  readonly retries: () => RetryPolicy;
  readonly replaceStatus: (body: string) => string;
}

export const defaultKeep = 100_000;

export function createEngine(options: EngineOptions, dialect: DialectParts): Engine {
  const clock = new Clock();
  const random = createRandom(options.randomSeed ?? 1);
  const ledger = new Ledger(options.keepCallbacks ?? defaultKeep);
  const faults = new FaultPlan(random, (fault) => ledger.countFault(fault.kind));
  const closing = new AbortController();
  const concurrency = options.callbackConcurrency ?? 256;
  const courier = new Courier({ clock, ledger, faults, retries: dialect.retries, concurrency });
  return {
    clock,
    random,
    ledger,
    faults,
    courier,
    closing: closing.signal,
    replaceStatus: dialect.replaceStatus,
    close: async () => {
      closing.abort();
      await courier.close();
    },
  };
}
