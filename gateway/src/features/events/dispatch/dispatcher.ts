import { setTimeout as delay } from "node:timers/promises";
import { describeError, type Log } from "../../../platform/observability/log.ts";
import type { EventNotifier, ChangedTenants } from "../feed/event-notifier.ts";
import { dispatchToEndpoint, type DispatchControl, type DispatchParts } from "./dispatch-to-endpoint.ts";
import type { ClaimedEndpoint } from "./dispatch.store.ts";

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
