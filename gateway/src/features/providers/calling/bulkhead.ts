import { CallRefusal } from "./call-refusal.ts";
import type { ConnectionLimits } from "./connection-limits.ts";
import { createRateLimiter, type RateLimiter } from "../../../platform/rate-limit/rate-limiter.ts";

/** Lets calls through to one connection: so many at once, so many per second, tenants in turns. */
export interface Bulkhead {
  /** Resolves when the call may begin, with what ends it. Throws `CallRefusal`. */
  enter(request: BulkheadRequest): Promise<() => void>;
  limit(limits: ConnectionLimits): void;
  /** How many more calls would soon have their turn. */
  readonly room: number;
  readonly waiting: number;
  readonly inside: number;
  close(): void;
}

export interface BulkheadRequest {
  readonly lane: string;
  /** Milliseconds since the epoch: entering later is of no use. */
  readonly latestAt: number;
  readonly signal?: AbortSignal | undefined;
}

interface Waiter {
  readonly admit: (leave: () => void) => void;
  readonly refuse: (refusal: CallRefusal) => void;
}

/** As many sockets as the host opens to one connection. */
const defaultConcurrency = 64;
/** A call that has to wait longer for its turn is better kept elsewhere. */
const soonSeconds = 5;
/** A call in a longer queue than this would only wait in vain. */
const queueLimit = 256;

export function createBulkhead(now: () => number): Bulkhead {
  const queue = createFairQueue<Waiter>(queueLimit);
  let concurrency = defaultConcurrency;
  let soon = defaultConcurrency;
  let rateLimiter: RateLimiter | undefined;
  let inside = 0;
  const alarm = createAlarm(() => admitNext());

  const hasRoom = (): boolean => inside < concurrency;
  const leave = (): void => {
    inside -= 1;
    admitNext();
  };
  const admit = (): (() => void) => {
    inside += 1;
    rateLimiter?.take();
    return once(leave);
  };
  const admitNext = (): void => {
    while (hasRoom() && queue.size > 0) {
      const waitMs = rateLimiter?.waitMs() ?? 0;
      if (waitMs > 0) return alarm.set(waitMs);
      const leaveOnce = admit();
      queue.shift()?.admit(leaveOnce);
    }
  };

  return {
    get room() {
      return Math.max(0, soon - inside - queue.size);
    },
    get waiting() {
      return queue.size;
    },
    get inside() {
      return inside;
    },
    enter: (request) => {
      if (request.signal?.aborted === true) return Promise.reject(refuseLate());
      // Nobody waits, and there is room: most calls wait for nothing, and need no watch over it.
      if (queue.size === 0 && hasRoom() && (rateLimiter?.waitMs() ?? 0) <= 0) return Promise.resolve(admit());
      const { promise, waiter } = createWaiter();
      const stopWaiting = limitWait(request, now(), () => {
        if (queue.remove(request.lane, waiter)) waiter.refuse(refuseLate());
      });
      queue.push(request.lane, waiter)?.refuse(refuseFull());
      admitNext();
      return promise.finally(stopWaiting);
    },
    limit(limits) {
      concurrency = limits.concurrency ?? defaultConcurrency;
      soon = countSoon(concurrency, limits.callsPerSecond);
      rateLimiter =
        limits.callsPerSecond === undefined ? undefined : createRateLimiter(limits.callsPerSecond, now);
      alarm.clear();
      admitNext();
    },
    close: () => alarm.clear(),
  };
}

/** Rings once, however often it is set until then. */
function createAlarm(ring: () => void): { set(inMs: number): void; clear(): void } {
  let timer: NodeJS.Timeout | undefined;
  const clear = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    set(inMs) {
      timer ??= setTimeout(() => {
        clear();
        ring();
      }, Math.ceil(inMs));
    },
    clear,
  };
}

/** Calls that have their turn soon. */
function countSoon(concurrency: number, callsPerSecond = Number.POSITIVE_INFINITY): number {
  return Math.min(concurrency, Math.ceil(callsPerSecond * soonSeconds));
}

function createWaiter(): { promise: Promise<() => void>; waiter: Waiter } {
  const { promise, resolve, reject } = Promise.withResolvers<() => void>();
  return { promise, waiter: { admit: resolve, refuse: reject } };
}

/** Calls `giveUp` when the request is of no use any more. Gives what ends the watch. */
function limitWait({ latestAt, signal }: BulkheadRequest, now: number, giveUp: () => void): () => void {
  const timer = setTimeout(giveUp, Math.max(0, latestAt - now));
  signal?.addEventListener("abort", giveUp, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  };
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}

function refuseLate(): CallRefusal {
  return new CallRefusal(
    "deadline",
    "The call waited for its turn at the connection until it could not end in time.",
  );
}

function refuseFull(): CallRefusal {
  return new CallRefusal("queue_full", "Too many calls of this tenant wait for the connection.", 1000);
}

/** A bounded queue in which lanes take turns; within a lane the first is served first. */
export interface FairQueue<T> {
  readonly size: number;
  /**
   * Gives what had to leave for it: nothing while there is room; otherwise the last of the longest lane, which is the
   * newcomer itself when its own lane is the longest. So a flood in one lane pushes out itself alone.
   */
  push(lane: string, item: T): T | undefined;
  shift(): T | undefined;
  /** Whether it was still there. */
  remove(lane: string, item: T): boolean;
}

export function createFairQueue<T>(limit: number): FairQueue<T> {
  // The order of the map is the order of turns: a lane that was served goes to the end.
  const lanes = new Map<string, T[]>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    push(lane, item) {
      append(lanes, lane, item);
      size += 1;
      if (size <= limit) return undefined;
      size -= 1;
      return dropFromLongest(lanes, lane);
    },
    shift() {
      const [first] = lanes;
      if (first === undefined) return undefined;
      const [lane, items] = first;
      lanes.delete(lane);
      const item = items.shift();
      if (items.length > 0) lanes.set(lane, items);
      size -= 1;
      return item;
    },
    remove(lane, item) {
      const items = lanes.get(lane) ?? [];
      const index = items.indexOf(item);
      if (index < 0) return false;
      items.splice(index, 1);
      if (items.length === 0) lanes.delete(lane);
      size -= 1;
      return true;
    },
  };
}

function append<T>(lanes: Map<string, T[]>, lane: string, item: T): void {
  const items = lanes.get(lane);
  if (items === undefined) lanes.set(lane, [item]);
  else items.push(item);
}

function dropFromLongest<T>(lanes: Map<string, T[]>, newcomer: string): T | undefined {
  let longest = newcomer;
  for (const [lane, items] of lanes) {
    if (items.length > (lanes.get(longest)?.length ?? 0)) longest = lane;
  }
  const items = lanes.get(longest);
  const dropped = items?.pop();
  if (items?.length === 0) lanes.delete(longest);
  return dropped;
}
