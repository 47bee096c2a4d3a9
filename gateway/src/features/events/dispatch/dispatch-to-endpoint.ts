import { type EventRow, presentEvent } from "../outbox/event-row.store.ts";
import type { ClaimedEndpoint, DispatchPlan, DispatchStore, NewAttempt } from "./dispatch.store.ts";
import type { EventPost, PostResult } from "./post-event.ts";
import { planRetry, warnAfterFailures } from "./retry-schedule.ts";
import { signEvent } from "../signing/signing-key.ts";

export interface DispatchParts {
  readonly store: DispatchStore;
  readonly post: (event: EventPost) => Promise<PostResult>;
  readonly random: () => number;
  /** Told of every attempt. */
  readonly onAttempt: (attempt: NewAttempt, event: EventRow) => void;
  readonly onDisabled: (endpoint: ClaimedEndpoint, reason: "exhausted" | "gone") => void;
}

/** The life of one dispatch, as its process sees it. */
export interface DispatchControl {
  readonly signal: AbortSignal;
  /** News from here on count. */
  clearPending(): void;
  /** Waits a moment for more: false when there is none, and the endpoint can be let go. */
  awaitEvents(): Promise<boolean>;
}

/** Events of one look: few enough that a change of the endpoint counts soon. */
const batchSize = 50;

/** Posts in order until nothing is left, an attempt fails, or the process stops. One event at a time. */
export async function dispatchToEndpoint(
  parts: DispatchParts,
  endpoint: ClaimedEndpoint,
  control: DispatchControl,
): Promise<void> {
  let { failures } = endpoint;
  while (!control.signal.aborted) {
    control.clearPending();
    const plan = await parts.store.plan(endpoint.id, batchSize);
    if (plan === undefined) return;
    const isThrough = await dispatchBatch(parts, { endpoint, plan, failures, signal: control.signal });
    if (!isThrough) return;
    if (plan.events.length > 0) failures = 0;
    const isDone = plan.resendId === null && plan.events.length < batchSize;
    if (isDone && !(await control.awaitEvents())) return;
  }
}

interface Batch {
  readonly endpoint: ClaimedEndpoint;
  readonly plan: DispatchPlan;
  readonly failures: number;
  readonly signal: AbortSignal;
}

async function dispatchBatch(parts: DispatchParts, batch: Batch): Promise<boolean> {
  const { endpoint, plan, signal } = batch;
  const { resendId } = plan;
  const progress = createProgressWriter((through, attempts) =>
    parts.store.saveProgress({ endpointId: endpoint.id, resendId, through, attempts }),
  );
  let { failures } = batch;
  for (const event of plan.events) {
    const { attempt, retryAfterMs } = await dispatchOne(parts, { plan, event, attemptNumber: failures + 1 });
    if (attempt.outcome !== "succeeded") {
      await progress.settle();
      await saveFailure(parts, endpoint, { attempt, failures: failures + 1, retryAfterMs });
      return false;
    }
    failures = 0;
    progress.add(attempt, event.number);
    if (progress.isLost || signal.aborted) break;
  }
  const isWhole = !progress.isLost && !signal.aborted;
  await progress.settle(isWhole ? plan.through : undefined);
  return isWhole && !progress.isLost;
}

async function dispatchOne(
  { post, onAttempt }: DispatchParts,
  { plan, event, attemptNumber }: { plan: DispatchPlan; event: EventRow; attemptNumber: number },
): Promise<{ attempt: NewAttempt; retryAfterMs: number | undefined }> {
  const body = JSON.stringify(presentEvent(event));
  const at = new Date();
  const headers = signEvent(plan.keys, { id: event.id, body, at });
  const { retryAfterMs, ...result } = await post({ url: plan.url, headers, body, at });
  const kind = plan.resendId === null ? "live" : "resend";
  const attempt = {
    eventId: event.id,
    eventType: event.type,
    kind,
    attempt: attemptNumber,
    ...result,
  } as const;
  onAttempt(attempt, event);
  return { attempt, retryAfterMs };
}

async function saveFailure(
  { store, random, onDisabled }: DispatchParts,
  endpoint: ClaimedEndpoint,
  {
    attempt,
    failures,
    retryAfterMs,
  }: { attempt: NewAttempt; failures: number; retryAfterMs: number | undefined },
): Promise<void> {
  const waitMs =
    attempt.outcome === "gone" ? undefined : planRetry(failures, { retryAfterMs, random: random() });
  const disabledReason = waitMs !== undefined ? null : attempt.outcome === "gone" ? "gone" : "exhausted";
  await store.saveFailure({
    endpointId: endpoint.id,
    attempt,
    failures,
    state: disabledReason !== null ? "disabled" : failures >= warnAfterFailures ? "warned" : "active",
    disabledReason,
    nextAttemptAt: new Date(Date.now() + (waitMs ?? 0)),
  });
  if (disabledReason !== null) onDisabled(endpoint, disabledReason);
}

/**
 * Writes down how far a dispatch got while the next event is already on its way: events are not held up by our own
 * commits, and a crash repeats a few of them, with the same ids.
 */
export interface ProgressWriter {
  add(attempt: NewAttempt, through: number): void;
  /** Everything up to here is settled, and written once this resolves. Throws what writing threw. */
  settle(through?: number): Promise<void>;
  /** Whether another process has taken over. */
  readonly isLost: boolean;
}

/** `save` tells whether the lease still holds. */
export function createProgressWriter(
  save: (through: number, attempts: readonly NewAttempt[]) => Promise<boolean>,
): ProgressWriter {
  let attempts: NewAttempt[] = [];
  let through: number | undefined;
  let isLost = false;
  let failure: Error | undefined;
  let running: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (through !== undefined && !isLost && failure === undefined) {
      const [upTo, made] = [through, attempts];
      [through, attempts] = [undefined, []];
      try {
        isLost = !(await save(upTo, made));
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
    }
    running = undefined;
  }

  return {
    add(attempt, number) {
      attempts.push(attempt);
      through = number;
      running ??= write();
    },
    async settle(number) {
      if (number !== undefined) {
        through = number;
        running ??= write();
      }
      await running;
      if (failure !== undefined) throw failure;
    },
    get isLost() {
      return isLost || failure !== undefined;
    },
  };
}
