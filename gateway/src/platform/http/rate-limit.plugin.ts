import rateLimit, { type FastifyRateLimitStore, type FastifyRateLimitStoreCtor } from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { Metrics } from "../observability/metrics/metrics.ts";
import { ProblemError } from "./problem-error.ts";
import type { TenantRateLimiter } from "../rate-limit/tenant-rate-limiter.ts";

export interface RateLimitOptions {
  /** Of one tenant, in this replica; 0: no limit. */
  readonly requestsPerSecond: number;
  /** One for all scopes in which products are served. */
  readonly pace: TenantRateLimiter;
  readonly metrics: Metrics;
}

/**
 * A product that floods is answered with 429, before its bodies are read; the others notice nothing. Counted in this
 * process: a tenant gets the limit from each replica. Every answer tells what is left (`RateLimit-*`).
 */
export const rateLimitPlugin = fastifyPlugin(
  async (app: FastifyInstance, { requestsPerSecond, pace, metrics }: RateLimitOptions) => {
    if (requestsPerSecond === 0) return;
    await app.register(rateLimit, {
      max: requestsPerSecond,
      timeWindow: 1000,
      enableDraftSpec: true,
      store: createStore(pace, requestsPerSecond),
      keyGenerator: (request) => request.tenantId,
      onExceeded: (request) => metrics.rateLimited.inc({ route: request.routeOptions.url ?? "unmatched" }),
      errorResponseBuilder: (_request, { max, ttl }) =>
        new ProblemError("rate_limited", {
          detail: `A product may send ${max} requests a second.`,
          retryAfterMs: ttl,
        }),
    });
  },
  { name: "rate-limit", decorators: { request: ["tenantId"] } },
);

/**
 * Books a request that can be served at once, and gives the plugin's headers; undefined: it is not booked, and the plugin
 * makes it wait or refuses it.
 */
export function admitAtOnce({
  requestsPerSecond,
  pace,
}: Pick<RateLimitOptions, "requestsPerSecond" | "pace">): (
  tenantId: string,
) => readonly string[] | undefined {
  if (requestsPerSecond === 0) return () => [];
  const limit = ["ratelimit-limit", String(requestsPerSecond), "ratelimit-reset", "1", "ratelimit-remaining"];
  return (tenantId) => {
    const left = pace.bookNow(tenantId);
    return left === undefined ? undefined : [...limit, String(left)];
  };
}

/** The plugin's counter: it answers when the request's turn has come. */
function createStore(pace: TenantRateLimiter, max: number): FastifyRateLimitStoreCtor {
  return class implements FastifyRateLimitStore {
    incr: FastifyRateLimitStore["incr"] = (tenantId, callback, windowMs) => {
      const booking = pace.book(tenantId);
      if (!booking.isAdmitted) {
        callback(null, { current: max + 1, ttl: booking.retryAfterMs });
        return;
      }
      const count = { current: max - booking.left, ttl: windowMs };
      if (booking.waitMs === 0) callback(null, count);
      else setTimeout(callback, booking.waitMs, null, count);
    };

    child(): this {
      return this;
    }
  };
}
