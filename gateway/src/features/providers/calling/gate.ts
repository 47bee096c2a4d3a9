import { CallRefusal } from "./call-refusal.ts";
import type { ConnectionLimits } from "./connection-limits.ts";
import { createFairQueue } from "./fair-queue.ts";
import { createPace, type Pace } from "../../../platform/rate-limit/pace.ts";

/** Lets calls through to one connection: so many at once, so many per second, tenants in turns. */
export interface Gate {
  /** Resolves when the call may begin, with what ends it. Throws `CallRefusal`. */
  enter(wish: GateWish): Promise<() => void>;
  limit(limits: ConnectionLimits): void;
  readonly waiting: number;
  readonly inside: number;
  close(): void;
}

export interface GateWish {
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

export function createGate(now: () => number): Gate {
  const queue = createFairQueue<Waiter>(queueLimit);
  let concurrency = defaultConcurrency;
  let pace: Pace | undefined;
  let inside = 0;
  let timer: NodeJS.Timeout | undefined;

  const leave = (): void => {
    inside -= 1;
    admitNext();
  };
  const admitNext = (): void => {
    while (inside < concurrency && queue.size > 0) {
      const waitMs = pace?.waitMs() ?? 0;
      if (waitMs > 0) {
        timer ??= setTimeout(() => {
          timer = undefined;
          admitNext();
        }, Math.ceil(waitMs));
        return;
      }
      inside += 1;
      pace?.take();
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
    enter: (wish) => {
      if (wish.signal?.aborted === true) return Promise.reject(refuseLate());
      const { promise, waiter } = createWaiter(leave);
      const stopWaiting = limitWait(wish, now(), () => {
        if (queue.remove(wish.lane, waiter)) waiter.refuse(refuseLate());
      });
      queue.push(wish.lane, waiter)?.refuse(refuseFull());
      admitNext();
      return promise.finally(stopWaiting);
    },
    limit(limits) {
      concurrency = limits.concurrency ?? defaultConcurrency;
      pace = limits.callsPerSecond === undefined ? undefined : createPace(limits.callsPerSecond, now);
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

/** Calls `giveUp` when the wish is of no use any more. Gives what ends the watch. */
function limitWait({ latestAt, signal }: GateWish, now: number, giveUp: () => void): () => void {
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
