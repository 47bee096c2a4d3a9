import { CallRefusal } from "./call-refusal.ts";
import type { ConnectionLimits } from "./connection-limits.ts";
import { createFairQueue } from "./fair-queue.ts";
import { createRateLimiter, type RateLimiter } from "../../../platform/rate-limit/rate-limiter.ts";

/** Lets calls through to one connection: so many at once, so many per second, tenants in turns. */
export interface Bulkhead {
  /** Resolves when the call may begin, with what ends it. Throws `CallRefusal`. */
  enter(request: BulkheadRequest): Promise<() => void>;
  limit(limits: ConnectionLimits): void;
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
  readonly admit: () => void;
  readonly refuse: (refusal: CallRefusal) => void;
}

/** As many sockets as the host opens to one connection. */
const defaultConcurrency = 64;
/** A call in a longer queue than this would only wait in vain. */
const queueLimit = 256;

export function createBulkhead(now: () => number): Bulkhead {
  const queue = createFairQueue<Waiter>(queueLimit);
  let concurrency = defaultConcurrency;
  let rateLimiter: RateLimiter | undefined;
  let inside = 0;
  let timer: NodeJS.Timeout | undefined;

  const leave = (): void => {
    inside -= 1;
    admitNext();
  };
  const admitNext = (): void => {
    while (inside < concurrency && queue.size > 0) {
      const waitMs = rateLimiter?.waitMs() ?? 0;
      if (waitMs > 0) {
        timer ??= setTimeout(() => {
          timer = undefined;
          admitNext();
        }, Math.ceil(waitMs));
        return;
      }
      inside += 1;
      rateLimiter?.take();
      queue.shift()?.admit();
    }
  };

  return {
    get waiting() {
      return queue.size;
    },
    get inside() {
      return inside;
    },
    enter: (request) => {
      if (request.signal?.aborted === true) return Promise.reject(refuseLate());
      const { promise, waiter } = createWaiter(leave);
      const stopWaiting = limitWait(request, now(), () => {
        if (queue.remove(request.lane, waiter)) waiter.refuse(refuseLate());
      });
      queue.push(request.lane, waiter)?.refuse(refuseFull());
      admitNext();
      return promise.finally(stopWaiting);
    },
    limit(limits) {
      concurrency = limits.concurrency ?? defaultConcurrency;
      rateLimiter =
        limits.callsPerSecond === undefined ? undefined : createRateLimiter(limits.callsPerSecond, now);
      clearTimeout(timer);
      timer = undefined;
      admitNext();
    },
    close: () => clearTimeout(timer),
  };
}

function createWaiter(leave: () => void): { promise: Promise<() => void>; waiter: Waiter } {
  const { promise, resolve, reject } = Promise.withResolvers<() => void>();
  return { promise, waiter: { admit: () => resolve(once(leave)), refuse: reject } };
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
