import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";
import { failureRules, type ProviderFailure } from "@kyc-gateway/core";
import { currentExemplar } from "../../../platform/observability/metrics/exemplar.ts";
import type { Metrics } from "../../../platform/observability/metrics/metrics.ts";
import { nameCallOutcome } from "../../../platform/observability/metrics/provider.metrics.ts";
import { currentTrace } from "../../../platform/observability/trace-context.ts";
import { inSpan, type SpanStart } from "../../../platform/observability/tracing.ts";
import { readAdapterError } from "./host-error.ts";
import { runAttempt, callWithRetries, createRetryBudget } from "./call-with-retries.ts";
import { createBreakers } from "./breakers.ts";
import { CallRefusal, createHold, createPause } from "./call-refusal.ts";
import { createBulkhead } from "./bulkhead.ts";
import { createLatencyEstimate, type LatencyEstimate } from "./latency-estimate.ts";
import type { Operation, ProviderCall, ProviderCaller } from "./provider-call.ts";
import { toFailure } from "./to-failure.ts";

export interface CallerOptions {
  readonly connectionName: string;
  /** Longest time of one attempt. */
  readonly attemptMs: number;
  readonly metrics: Metrics;
  /** Told of each call that came to its end. */
  readonly onSuccess: (operation: Operation, durationMs: number) => void;
  /** Told of each try. */
  readonly onAttempt?: (attempt: {
    readonly operation: Operation;
    readonly outcome: string;
    readonly durationMs: number;
  }) => void;
  readonly onFailure: (
    operation: Operation,
    failure: ProviderFailure & { message: string },
    durationMs: number,
  ) => void;
}

/** Retries in the long run, as a share of the calls that succeed. */
const retryShare = 0.1;
const retryBudgetSize = 10;
/** An attempt with less time than this would only be noise at the provider. */
const minAttemptMs = 50;

/** Everything between "call this provider" and the adapter. */
export function createProviderCaller(options: CallerOptions): ProviderCaller {
  const parts = createParts(options);
  const { bulkhead, breakers, hold } = parts;
  return {
    async call(call) {
      const begun = performance.now();
      const passedMs = () => Math.round(performance.now() - begun);
      try {
        const done = await callWithin(parts, call);
        options.onSuccess(call.operation, passedMs());
        return { kind: "ok", ...done };
      } catch (error) {
        const failure = toFailure(error);
        if (!isAbandoned(call))
          options.onFailure(call.operation, { ...failure, message: describeSafely(error) }, passedMs());
        return { kind: "failed", failure };
      }
    },
    isRefusing: (operation) => isRefusing(parts, operation),
    findRoom(operation) {
      if (isRefusing(parts, operation)) return 0;
      // Of an outage that may be over one call finds out.
      return breakers.isHalfOpen(operation) ? Math.min(1, bulkhead.room) : bulkhead.room;
    },
    listBreakers: () => breakers.list(),
    hold: (reason) => hold.begin(reason),
    release: () => hold.end(),
    get heldBecause() {
      return hold.reason;
    },
    limit: (limits) => bulkhead.limit(limits),
    retire() {
      parts.isRetired = true;
      breakers.retire();
    },
    close() {
      breakers.close();
      bulkhead.close();
    },
  };
}

interface Parts extends ReturnType<typeof createParts> {}

function createParts(options: CallerOptions) {
  const { connectionName, metrics } = options;
  const estimates = new Map<Operation, LatencyEstimate>();
  return {
    options,
    isRetired: false,
    /** What the gauges say; of a connection that begins they may still say what its predecessor did. */
    told: { waiting: -1, inside: -1 },
    breakers: createBreakers(connectionName, metrics),
    budget: createRetryBudget({ share: retryShare, size: retryBudgetSize }),
    bulkhead: createBulkhead(Date.now),
    hold: createHold(metrics.connectionHeld.labels(connectionName)),
    pause: createPause(Date.now),
    estimateOf: (operation: Operation): LatencyEstimate => {
      const estimate =
        estimates.get(operation) ?? createLatencyEstimate({ floorMs: minAttemptMs, now: Date.now });
      estimates.set(operation, estimate);
      return estimate;
    },
  };
}

async function callWithin<T>(
  parts: Parts,
  call: ProviderCall<T>,
): Promise<{ value: T; mayHaveDuplicate: boolean }> {
  const { options, budget, breakers, hold } = parts;
  const connection = options.connectionName;
  const rules = {
    budget,
    now: Date.now,
    likelyMs: () => findLikelyMs(parts, call.operation),
    isRefusing: () => hold.reason !== undefined || breakers.isOpen(call.operation),
    onRetry: () => options.metrics.providerRetries.inc({ connection }),
  };
  return callWithRetries(call, rules, async () => {
    try {
      return await enterAndAttempt(parts, call);
    } catch (error) {
      if (error instanceof CallRefusal)
        options.metrics.providerRejections.inc({ connection, reason: error.reason });
      throw error;
    }
  });
}

/** What is refused is refused before it waits, and again after: much may have changed meanwhile. */
async function enterAndAttempt<T>(parts: Parts, call: ProviderCall<T>): Promise<T> {
  const { breakers, options } = parts;
  const { metrics } = options;
  refuseIfUseless(parts, call);
  const stopWaiting = metrics.providerQueueWait.startTimer();
  const leave = await enterBulkhead(parts, call).finally(() => {
    stopWaiting();
    observeBulkhead(parts);
  });
  try {
    refuseIfUseless(parts, call);
    return await breakers.fire(
      call.operation,
      () => attemptOnce(parts, call),
      () => isAbandoned(call),
    );
  } finally {
    leave();
    observeBulkhead(parts);
  }
}

async function enterBulkhead(parts: Parts, call: ProviderCall<unknown>): Promise<() => void> {
  const entered = parts.bulkhead.enter({
    lane: call.tenantId,
    latestAt: call.deadlineAt - minAttemptMs,
    signal: call.signal,
  });
  observeBulkhead(parts);
  return entered;
}

/** The gauges are its successor's once it has one. Most calls enter at once: what has not changed is not told again. */
function observeBulkhead(parts: Parts): void {
  if (parts.isRetired) return;
  const { told, options, bulkhead } = parts;
  const { waiting, inside } = bulkhead;
  const { connectionName: connection, metrics } = options;
  if (waiting !== told.waiting) metrics.providerQueueLength.set({ connection }, waiting);
  if (inside !== told.inside) metrics.providerInFlight.set({ connection }, inside);
  parts.told = { waiting, inside };
}

function isRefusing({ hold, pause, breakers }: Parts, operation: Operation): boolean {
  return hold.reason !== undefined || pause.leftMs(operation) > 0 || breakers.isOpen(operation);
}

function refuseIfUseless(parts: Parts, { operation, deadlineAt }: ProviderCall<unknown>): void {
  parts.hold.refuseIfHeld();
  parts.pause.refuseIfPaused(operation);
  parts.breakers.refuseIfOpen(operation);
  if (deadlineAt - Date.now() < findLikelyMs(parts, operation))
    throw new CallRefusal("deadline", "The provider takes longer than there is time left.");
}

/**
 * An adapter's own errors and our refusals say nothing of people, by contract. Of any other error the message may be made
 * of what a provider answered: the kind and the place must do.
 */
function describeSafely(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error instanceof CallRefusal || readAdapterError(error) !== undefined) return error.message;
  const place = error.stack?.split("\n").find((line) => line.startsWith("    at "));
  return `${error.name}, unforeseen${place === undefined ? "" : `, ${place.trim()}`}`;
}

/** A refused request says nothing about the provider's health; what might be retried does. */
function isOutage(code: AdapterErrorCode | undefined): boolean {
  return code === undefined || failureRules[code].isTransient || failureRules[code].countsAgainstProvider;
}

/** A caller that has hung up says nothing about the provider, whatever its call came to. */
function isAbandoned({ signal }: ProviderCall<unknown>): boolean {
  return signal?.aborted === true;
}

/** No attempt may need more time than it is ever given. A probe asks for less: what is known dates from the outage. */
function findLikelyMs({ options, breakers, estimateOf }: Parts, operation: Operation): number {
  if (breakers.isHalfOpen(operation)) return minAttemptMs;
  return Math.min(estimateOf(operation).likelyMs(), options.attemptMs);
}

function describeAttempt(connection: string, { operation }: ProviderCall<unknown>): SpanStart {
  return {
    name: `provider ${operation}`,
    kind: "client",
    fields: {
      "kyc.connection": connection,
      "kyc.operation": operation,
      "kyc.session.id": currentTrace()?.sessionId,
    },
  };
}

async function attemptOnce<T>(parts: Parts, call: ProviderCall<T>): Promise<T> {
  const { options, budget, pause } = parts;
  const { connectionName: connection, metrics, attemptMs } = options;
  const startedAt = Date.now();
  const beganAt = performance.now();
  const note = (outcome: ReturnType<typeof nameCallOutcome>): void => {
    metrics.providerCalls.inc({ connection, outcome });
    const durationMs = performance.now() - beganAt;
    options.onAttempt?.({ operation: call.operation, outcome, durationMs });
    const value = durationMs / 1000;
    metrics.providerDuration.observe({ labels: { connection }, value, exemplarLabels: currentExemplar() });
  };
  try {
    const value = await inSpan(
      () => describeAttempt(connection, call),
      () => runAttempt(call, Math.min(attemptMs, call.deadlineAt - startedAt)),
    );
    note("ok");
    budget.noteSuccess();
    parts.estimateOf(call.operation).note(Date.now() - startedAt);
    return value;
  } catch (error) {
    const fields = readAdapterError(error);
    note(isAbandoned(call) ? "abandoned" : nameCallOutcome(fields?.code));
    if (isAbandoned(call)) throw error;
    if (isOutage(fields?.code)) budget.noteFailure();
    // It would have taken at least this long.
    if (fields?.code === "timeout") parts.estimateOf(call.operation).note(Date.now() - startedAt);
    if (fields?.code === "rate_limited") pause.begin(call.operation, fields.retryAfterMs);
    throw error;
  }
}
