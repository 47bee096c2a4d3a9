import { setTimeout as delay } from "node:timers/promises";
import type { AdapterErrorFields, Call } from "@kyc-gateway/adapter-spec/v1";
import { failureRules, isNothingCreated, type ProviderFailure } from "@kyc-gateway/core";
import CircuitBreaker from "opossum";
import pRetry from "p-retry";
import type { Metrics } from "../observability/metrics.ts";
import { HostError, readAdapterError } from "./host-error.ts";
import { createRetryBudget } from "./retry-budget.ts";

/** The operations of the plugin interface: each has a breaker of its own in each connection. */
export type Operation = "start" | "read" | "erase" | "check_health" | "list_evidence" | "open_evidence";

/** One call to a provider. */
export interface ProviderCall<T> {
  readonly operation: Operation;
  /** Milliseconds since the epoch: no attempt goes on after it. */
  readonly deadlineAt: number;
  /** Stable over the retries. */
  readonly idempotencyKey: string;
  /** The caller's own wish to stop; it also stops what a stream of the answer is still to bring. */
  readonly signal?: AbortSignal;
  /** Whether a call whose outcome is unknown may be made again. */
  readonly isRepeatable: boolean;
  readonly work: (call: Call) => Promise<T>;
}

/** What a call came to. */
export type CallOutcome<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "failed"; readonly failure: ProviderFailure };

/** Calls one connection with deadline, retries and circuit breakers; adapters contain none. */
export interface ProviderCaller {
  call<T>(call: ProviderCall<T>): Promise<CallOutcome<T>>;
  /** Whether calls of this operation are refused at once now. */
  isOpen(operation: Operation): boolean;
  close(): void;
}

interface CallerOptions {
  readonly connectionName: string;
  /** Longest time of one attempt. */
  readonly attemptMs: number;
  readonly metrics: Metrics;
  readonly onFailure: (operation: Operation, failure: ProviderFailure & { message: string }) => void;
}

const maxRetries = 2;
const backoffBaseMs = 100;
const backoffCapMs = 2000;
/** An attempt with less time than this would only be noise at the provider. */
const minAttemptMs = 50;

const breakerSettings = {
  // Deadlines are the caller's matter; the breaker only counts.
  timeout: false,
  errorThresholdPercentage: 50,
  volumeThreshold: 10,
  rollingCountTimeout: 10_000,
  resetTimeout: 5000,
  errorFilter: (error: unknown) => {
    const code = readAdapterError(error)?.code;
    return code !== undefined && !failureRules[code].countsAgainstProvider;
  },
} as const satisfies CircuitBreaker.Options;

type Attempt = () => Promise<unknown>;
type Breaker = CircuitBreaker<[Attempt]>;

export function createProviderCaller(options: CallerOptions): ProviderCaller {
  const breakers = new Map<Operation, Breaker>();
  const budget = createRetryBudget({ share: 0.1, reserve: 10 });
  const breakerOf = (operation: Operation): Breaker => {
    const breaker = breakers.get(operation) ?? createBreaker(options, operation);
    breakers.set(operation, breaker);
    return breaker;
  };
  return {
    async call(call) {
      budget.earn();
      try {
        return {
          kind: "ok",
          value: await callWithRetries(call, { options, budget, breaker: breakerOf(call.operation) }),
        };
      } catch (error) {
        const failure = toFailure(error);
        options.onFailure(call.operation, {
          ...failure,
          message: error instanceof Error ? error.message : "unknown",
        });
        return { kind: "failed", failure };
      }
    },
    isOpen: (operation) => breakers.get(operation)?.opened ?? false,
    close: () => {
      for (const breaker of breakers.values()) breaker.shutdown();
    },
  };
}

function createBreaker({ connectionName, metrics }: CallerOptions, operation: Operation): Breaker {
  const breaker: Breaker = new CircuitBreaker((attempt: Attempt) => attempt(), breakerSettings);
  const gauge = metrics.breakerState.labels(connectionName, operation);
  gauge.set(0);
  breaker.on("open", () => gauge.set(2));
  breaker.on("halfOpen", () => gauge.set(1));
  breaker.on("close", () => gauge.set(0));
  return breaker;
}

interface CallContext {
  readonly options: CallerOptions;
  readonly budget: ReturnType<typeof createRetryBudget>;
  readonly breaker: Breaker;
}

async function callWithRetries<T>(
  call: ProviderCall<T>,
  { options, budget, breaker }: CallContext,
): Promise<T> {
  return pRetry(() => breaker.fire(() => attemptOnce(call, options)) as Promise<T>, {
    retries: maxRetries,
    // The delay is ours: full jitter, and what the provider asked for.
    minTimeout: 0,
    shouldRetry: async ({ error, attemptNumber }) => {
      const fields = readAdapterError(error);
      if (fields === undefined || !isWorthRetrying(call, fields)) return false;
      const waitMs = Math.max(
        fields.retryAfterMs ?? 0,
        Math.random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** attemptNumber),
      );
      if (Date.now() + waitMs + minAttemptMs > call.deadlineAt || !budget.take()) return false;
      options.metrics.providerRetries.inc({ connection: options.connectionName, operation: call.operation });
      await delay(waitMs);
      return true;
    },
  });
}

function isWorthRetrying(call: ProviderCall<unknown>, fields: AdapterErrorFields): boolean {
  return failureRules[fields.code].isTransient && (call.isRepeatable || isNothingCreated(fields));
}

async function attemptOnce<T>(
  call: ProviderCall<T>,
  { connectionName, attemptMs, metrics }: CallerOptions,
): Promise<T> {
  const budgetMs = Math.min(attemptMs, call.deadlineAt - Date.now());
  if (budgetMs < minAttemptMs)
    throw new HostError("timeout", "There was no time left for an attempt.", { requestSent: false });
  const stop = metrics.providerDuration.startTimer({ connection: connectionName, operation: call.operation });
  try {
    const value = await runWithin(budgetMs, (deadline) => {
      const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
      return call.work({ signal, idempotencyKey: call.idempotencyKey });
    });
    stop({ outcome: "ok" });
    return value;
  } catch (error) {
    stop({ outcome: readAdapterError(error)?.code ?? "adapter_fault" });
    throw error;
  }
}

/** An adapter that ignores its signal is left behind, not waited for. */
async function runWithin<T>(budgetMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    controller.abort();
    late.reject(new HostError("timeout", `The provider did not answer within ${Math.round(budgetMs)} ms.`));
  }, budgetMs);
  try {
    return await Promise.race([work(controller.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function toFailure(error: unknown): ProviderFailure {
  if ((error as NodeJS.ErrnoException | undefined)?.code === "EOPENBREAKER")
    return { code: "circuit_open", requestSent: false };
  const fields = readAdapterError(error);
  // An adapter that throws anything else has met something its author did not think of.
  if (fields === undefined) return { code: "response_unrecognised" };
  const { code, retryAfterMs, requestSent } = fields;
  return {
    code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(requestSent === undefined ? {} : { requestSent }),
  };
}
