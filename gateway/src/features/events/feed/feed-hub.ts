import { describeError, type Log } from "../../../platform/observability/log.ts";
import type { EventRow } from "../outbox/event-row.store.ts";
import { runInBackground } from "../../../platform/database/sql/work-scope.ts";
import type { FeedStore } from "./feed.store.ts";
import type { EventNotifier, ChangedTenants } from "./event-notifier.ts";

/** What a subscriber hears next. `behind`: more came than is kept for it, it must read the feed itself. */
export type News =
  | { readonly kind: "events"; readonly events: readonly EventRow[] }
  | { readonly kind: "behind" };

/** One consumer that waits. */
export interface Subscription {
  /** Waits for news, `undefined` when the time is up or the consumer has gone. */
  take(waitMs: number, signal: AbortSignal): Promise<News | undefined>;
  close(): void;
}

/** Why there is no place: the tenant, or the process, has as many subscribers as it may. */
type NoPlace = { readonly kind: "tenant_full" } | { readonly kind: "process_full" };

type Subscribed = { readonly kind: "subscribed"; readonly subscription: Subscription } | NoPlace;

/** Reads new events once per tenant, however many of the tenant's consumers wait in this process. */
export interface FeedHub {
  /** What happens from now on is kept for the subscriber. */
  subscribe(tenantId: string): Promise<Subscribed>;
  readonly waiterCount: number;
  /** Ends every wait: the process is about to go. */
  close(): void;
  readonly isClosed: boolean;
}

const maxWaitersPerTenant = 100;
const maxWaiters = 2000;
/** Events kept for one subscriber that is slow. */
const maxKept = 1000;
const readLimit = 500;

interface Tail {
  readonly subscribers: Set<Subscriber>;
  /** Read up to here. */
  number: number;
  reading: Promise<void> | undefined;
  isStale: boolean;
}

export function createFeedHub(
  store: FeedStore,
  { notifier, log }: { notifier: EventNotifier; log: Log },
): FeedHub {
  const tails = new Map<string, Tail>();
  const places = createPlaces({ perTenant: maxWaitersPerTenant, inAll: maxWaiters });
  let isClosed = false;

  const wake = (tenantId: string, tail: Tail): void => {
    tail.isStale = true;
    tail.reading ??= runInBackground(() => readTail(store, tenantId, tail))
      .catch((error: unknown) => tellUnread(log, error))
      .finally(() => {
        tail.reading = undefined;
        if (tail.isStale && tail.subscribers.size > 0) wake(tenantId, tail);
      });
  };

  notifier.onNewEvents((news: ChangedTenants) => {
    const concerned = news ?? [...tails.keys()];
    for (const tenantId of concerned) {
      const tail = tails.get(tenantId);
      if (tail !== undefined) wake(tenantId, tail);
    }
  });

  return {
    async subscribe(tenantId) {
      if (isClosed) return { kind: "process_full" };
      const place = await takePlace(store, places, tenantId);
      if (place.kind !== "taken") return place;
      const { leave, last } = place;
      if (isClosed) {
        leave();
        return { kind: "process_full" };
      }
      const tail = tails.get(tenantId) ?? {
        subscribers: new Set(),
        number: last,
        reading: undefined,
        isStale: false,
      };
      tails.set(tenantId, tail);
      const subscriber = createSubscriber(() => {
        leave();
        tail.subscribers.delete(subscriber);
        if (tail.subscribers.size === 0 && tails.get(tenantId) === tail) tails.delete(tenantId);
      });
      tail.subscribers.add(subscriber);
      return { kind: "subscribed", subscription: subscriber };
    },
    get waiterCount() {
      return places.taken;
    },
    get isClosed() {
      return isClosed;
    },
    close() {
      isClosed = true;
      for (const { subscribers } of tails.values()) for (const subscriber of subscribers) subscriber.end();
    },
  };
}

function tellUnread(log: Log, error: unknown): void {
  log.warn({ component: "events", ...describeError(error) }, "event_feed_not_read");
}

/** A place, and the number of the last event before it was taken. */
async function takePlace(
  store: FeedStore,
  places: Places,
  tenantId: string,
): Promise<(Place & { readonly last: number }) | NoPlace> {
  const place = places.take(tenantId);
  if (place.kind !== "taken") return place;
  try {
    return { ...place, last: (await store.readEnds()).last };
  } catch (error) {
    place.leave();
    throw error;
  }
}

async function readTail(store: FeedStore, tenantId: string, tail: Tail): Promise<void> {
  while (tail.isStale && tail.subscribers.size > 0) {
    tail.isStale = false;
    const events = await store.read({ tenantId, after: tail.number, limit: readLimit });
    const last = events.at(-1);
    if (last === undefined) continue;
    tail.number = last.number;
    tail.isStale ||= events.length === readLimit;
    for (const subscriber of tail.subscribers) subscriber.push(events);
  }
}

interface Subscriber extends Subscription {
  push(events: readonly EventRow[]): void;
  end(): void;
}

function createSubscriber(onClose: () => void): Subscriber {
  let kept: EventRow[] = [];
  let isBehind = false;
  let isEnded = false;
  let wakeUp: (() => void) | undefined;
  const takeKept = (): News | undefined => {
    const events = kept;
    kept = [];
    if (isBehind) {
      isBehind = false;
      return { kind: "behind" };
    }
    return events.length === 0 ? undefined : { kind: "events", events };
  };
  return {
    push(events) {
      if (kept.length + events.length > maxKept) [kept, isBehind] = [[], true];
      else if (!isBehind) kept.push(...events);
      wakeUp?.();
    },
    async take(waitMs, signal) {
      const news = takeKept();
      if (news !== undefined || isEnded || signal.aborted) return news;
      const { promise, resolve } = Promise.withResolvers<void>();
      wakeUp = resolve;
      const timer = setTimeout(resolve, waitMs);
      signal.addEventListener("abort", wakeUp);
      await promise;
      signal.removeEventListener("abort", wakeUp);
      clearTimeout(timer);
      wakeUp = undefined;
      return takeKept();
    },
    close: onClose,
    end() {
      isEnded = true;
      wakeUp?.();
    },
  };
}

interface Place {
  readonly kind: "taken";
  /** Frees it again. */
  readonly leave: () => void;
}

/** A bounded number of places. Looking for one and taking it is one step: nothing can come in between. */
interface Places {
  take(tenantId: string): Place | NoPlace;
  readonly taken: number;
}

function createPlaces({ perTenant, inAll }: { perTenant: number; inAll: number }): Places {
  const byTenant = new Map<string, number>();
  let taken = 0;
  const add = (tenantId: string, change: 1 | -1): void => {
    taken += change;
    const left = (byTenant.get(tenantId) ?? 0) + change;
    if (left === 0) byTenant.delete(tenantId);
    else byTenant.set(tenantId, left);
  };
  return {
    take(tenantId) {
      if (taken >= inAll) return { kind: "process_full" };
      if ((byTenant.get(tenantId) ?? 0) >= perTenant) return { kind: "tenant_full" };
      add(tenantId, 1);
      let isHeld = true;
      const leave = (): void => {
        if (isHeld) add(tenantId, -1);
        isHeld = false;
      };
      return { kind: "taken", leave };
    },
    get taken() {
      return taken;
    },
  };
}
