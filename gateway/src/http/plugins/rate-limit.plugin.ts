import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { Metrics } from "../../observability/metrics.ts";
import { ProblemError } from "../problem-error.ts";

interface RateLimitOptions {
  /** Of one tenant, in this replica; 0: no limit. */
  readonly requestsPerSecond: number;
  readonly metrics: Metrics;
}

const windowMs = 1000;

/**
 * A product that floods is answered with 429, before its bodies are read; the others notice nothing. Counted in this
 * process: a tenant gets the limit from each replica. Every answer tells what is left (`RateLimit-*`).
 */
export const rateLimitPlugin = fastifyPlugin(
  async (app: FastifyInstance, { requestsPerSecond, metrics }: RateLimitOptions) => {
    if (requestsPerSecond === 0) return;
    await app.register(rateLimit, {
      max: requestsPerSecond,
      timeWindow: windowMs,
      enableDraftSpec: true,
      keyGenerator: (request) => request.tenantId,
      onExceeded: (request) => metrics.rateLimited.inc({ route: request.routeOptions.url ?? "unmatched" }),
      errorResponseBuilder: (_request, { max, ttl }) =>
        new ProblemError("rate_limited", {
          detail: `A product may send ${max} requests a second.`,
          retryAfterMs: ttl,
        }),
    });
  },
  { name: "rate-limit", dependencies: ["authentication"] },
);
