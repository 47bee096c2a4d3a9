import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { ProblemError } from "./problem-error.ts";

/** Routes that tell how the process is must answer above all when it is not well. */
const exempt = new Set(["/healthz", "/readyz", "/metrics"]);

/** Under a load that the event loop cannot carry, new requests are refused at once: 503 with `Retry-After`. */
export const loadSheddingPlugin = fastifyPlugin(
  async (app: FastifyInstance, { maxEventLoopDelayMs }: { maxEventLoopDelayMs: number }) => {
    await app.register(underPressure, {
      maxEventLoopDelay: maxEventLoopDelayMs,
      sampleInterval: 500,
      pressureHandler: (request) => {
        if (exempt.has(request.routeOptions.url ?? "")) return;
        throw new ProblemError("overloaded", { retryAfterMs: 2000 });
      },
    });
  },
  { name: "load-shedding", dependencies: ["problems"] },
);
