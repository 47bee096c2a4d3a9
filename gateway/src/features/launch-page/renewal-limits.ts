import { LRUCache } from "lru-cache";
import { createRateLimiter, type RateLimiter } from "../../platform/rate-limit/rate-limiter.ts";

/** How often fresh links are asked for, session by session: each is a request to a provider. */
export interface RenewalLimits {
  /** Books one; gives the milliseconds to wait where there have been too many. */
  take(sessionId: string): number;
}

const mostSessions = 10_000;
/** Two at once, then one in ten seconds. */
const perSecond = 0.1;
const burst = 2;

export function createRenewalLimits(now: () => number): RenewalLimits {
  const limiters = new LRUCache<string, RateLimiter>({ max: mostSessions });
  return {
    take(sessionId) {
      const limiter = limiters.get(sessionId) ?? createRateLimiter(perSecond, now, burst);
      limiters.set(sessionId, limiter);
      const waitMs = limiter.waitMs();
      if (waitMs === 0) limiter.take();
      return waitMs;
    },
  };
}
