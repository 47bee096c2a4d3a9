import { setTimeout as delay } from "node:timers/promises";
import { describeError, type Log } from "../../../platform/observability/log.ts";
import { newTraceContext, runInTrace } from "../../../platform/observability/trace-context.ts";
import { inSpan, type SpanStart } from "../../../platform/observability/tracing.ts";
import type { EventNotifier, ChangedTenants } from "../feed/event-notifier.ts";
import type { ClaimedEndpoint, DispatchPlan, DispatchStore, NewAttempt } from "./dispatch.store.ts";
import { type EventRow, presentEvent } from "../outbox/event-row.store.ts";
import type { EventPost, PostResult } from "./post-event.ts";
import { planRetry, warnAfterFailures } from "./retry-schedule.ts";
import { signEvent } from "../signing/signing-key.ts";

/** Gives every endpoint that has something due a dispatch of its own. */
export interface Dispatcher {
  /** Dispatches end after the event that is on its way. */
  stop(): Promise<void>;
}

/** Dispatches of one process at a time: each is a socket that waits, mostly. */
const maxDispatches = 256;
const gatherMs = 20;
const renewEveryMs = 2000;
/** How long a dispatch that has nothing to do keeps its endpoint: the next event finds it ready. */
const lingerMs = 250;

interface Running {
  readonly tenantId: string;
  readonly ended: Promise<void>;
  notice(): void;
}

export function startDispatcher(
  parts: DispatchParts & { readonly notifier: EventNotifier; readonly log: Log },
): Dispatcher {
  const { store, notifier, log } = parts;
  const stopping = new AbortController();
  const running = new Map<string, Running>();
  let wanted: Set<string> | "all" | undefined;
  let claiming: Promise<void> | undefined;
  const tell = (event: string) => (error: unknown) =>
    log.warn({ component: "events", ...describeError(error) }, event);

  function want(news: ChangedTenants): void {
    if (stopping.signal.aborted) return;
    if (news === undefined || wanted === "all") wanted = "all";
    else wanted = new Set([...(wanted ?? []), ...news]);
    claiming ??= claimWanted()
      .catch(tell("event_endpoints_not_claimed"))
      .finally(() => {
        claiming = undefined;
      });
  }

  async function claimWanted(): Promise<void> {
    while (wanted !== undefined && !stopping.signal.aborted) {
      const room = maxDispatches - running.size;
      // The end of a dispatch asks again.
      if (room === 0) return;
      const tenants = wanted === "all" ? undefined : [...wanted];
      wanted = undefined;
      const claimed = await store.claim(tenants, room);
      if (claimed.length === room) wanted = "all";
      for (const endpoint of claimed) begin(endpoint);
      // Dispatches that run hear of events by themselves: those that have to begin may come a little later, together.
      await delay(gatherMs);
    }
  }

  async function dispatch(endpoint: ClaimedEndpoint, attention: Attention): Promise<void> {
    await dispatchToEndpoint(parts, endpoint, attention).catch(tell("event_dispatch_interrupted"));
    await store.release(endpoint.id).catch(tell("event_endpoint_not_released"));
    running.delete(endpoint.id);
    // An event that came between the last look and the release found the endpoint taken.
    want([endpoint.tenantId]);
  }

  function begin(endpoint: ClaimedEndpoint): void {
    const attention = createAttention(stopping.signal);
    const ended = dispatch(endpoint, attention);
    running.set(endpoint.id, { tenantId: endpoint.tenantId, ended, notice: () => attention.notice() });
  }

  notifier.onNewEvents((news) => {
    for (const current of running.values())
      if (news === undefined || news.includes(current.tenantId)) current.notice();
    want(news);
  });
  const renewing = setInterval(() => {
    if (running.size > 0) void store.renewLeases().catch(tell("event_leases_not_renewed"));
  }, renewEveryMs);
  return {
    async stop() {
      stopping.abort();
      await claiming;
      await Promise.all([...running.values()].map(({ ended }) => ended));
      clearInterval(renewing);
    },
  };
}

/** What a dispatch that waits for news needs. */
interface Attention extends DispatchControl {
  notice(): void;
}

function createAttention(signal: AbortSignal): Attention {
  let hasPending = false;
  let wakeUp: (() => void) | undefined;
  signal.addEventListener("abort", () => wakeUp?.(), { once: true });
  return {
    signal,
    notice() {
      hasPending = true;
      wakeUp?.();
    },
    clearPending() {
      hasPending = false;
    },
    async awaitEvents() {
      if (!hasPending) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wakeUp = resolve;
        const timer = setTimeout(resolve, lingerMs);
        await promise;
        clearTimeout(timer);
        wakeUp = undefined;
      }
      return hasPending && !signal.aborted;
    },
  };
}

export interface DispatchParts {
  readonly store: DispatchStore;
  readonly post: (event: EventPost) => Promise<PostResult>;
  readonly random: () => number;
  /** Told of every attempt. */
  readonly onAttempt: (attempt: NewAttempt, event: EventRow, endpointId: string) => void;
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
async function dispatchToEndpoint(
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
    const { attempt, retryAfterMs } = await dispatchOne(parts, {
      endpoint,
      plan,
      event,
      attemptNumber: failures + 1,
    });
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

interface Due {
  readonly endpoint: ClaimedEndpoint;
  readonly plan: DispatchPlan;
  readonly event: EventRow;
  readonly attemptNumber: number;
}

async function dispatchOne(
  { post, onAttempt }: DispatchParts,
  { endpoint, plan, event, attemptNumber }: Due,
): Promise<{ attempt: NewAttempt; retryAfterMs: number | undefined }> {
  const body = JSON.stringify(presentEvent(event));
  const at = new Date();
  const headers = signEvent(plan.keys, { id: event.id, body, at });
  const context = { ...newTraceContext(), sessionId: event.sessionId };
  const { retryAfterMs, ...result } = await runInTrace(context, () =>
    inSpan(
      () => describePost(event),
      async (span) => {
        const posted = await post({ url: plan.url, headers, body, at });
        span?.set({ "kyc.outcome": posted.outcome });
        return posted;
      },
    ),
  );
  const kind = plan.resendId === null ? "live" : "resend";
  const attempt = {
    eventId: event.id,
    eventType: event.type,
    kind,
    attempt: attemptNumber,
    ...result,
  } as const;
  onAttempt(attempt, event, endpoint.id);
  return { attempt, retryAfterMs };
}

/** Over the gap between the transition and the post. */
function describePost({ id, type, sessionId, traceContext }: EventRow): SpanStart {
  return {
    name: "post event",
    kind: "producer",
    fields: { "kyc.event.id": id, "kyc.event.type": type, "kyc.session.id": sessionId },
    linksTo: [traceContext],
  };
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
