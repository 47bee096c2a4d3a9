import { monitorEventLoopDelay } from "node:perf_hooks";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { ProblemError } from "./problem-error.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Whether the event loop cannot carry what there is to do. */
    isUnderPressure(): boolean;
  }
}

/** Routes that tell how the process is must answer above all when it is not well. */
const exempt = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * Under a load that the event loop cannot carry, new requests are refused at once: 503 with `Retry-After`. 0: none is.
 * In this way and not by the framework's plugin, which wakes the process a hundred times a second to find it out: that
 * costs an idle process more than everything else together.
 */
export const loadSheddingPlugin = fastifyPlugin(
  async (app: FastifyInstance, { maxEventLoopDelayMs }: { maxEventLoopDelayMs: number }) => {
    if (maxEventLoopDelayMs === 0) {
      app.decorate("isUnderPressure", () => false);
      return;
    }
    let delay: LoopDelay | undefined;
    const isUnderPressure = (): boolean => delay !== undefined && delay.meanMs > maxEventLoopDelayMs;
    app.decorate("isUnderPressure", isUnderPressure);
    // Not before: what the start of the process costs is no load.
    app.addHook("onListen", async () => {
      delay = watchLoopDelay();
    });
    app.addHook("onClose", async () => delay?.stop());
    app.addHook("onRequest", (request, _reply, done) => {
      if (isUnderPressure() && !exempt.has(request.routeOptions.url ?? ""))
        done(new ProblemError("overloaded", { retryAfterMs: 2000 }));
      else done();
    });
  },
  { name: "load-shedding", dependencies: ["problems"] },
);

/** Looks so often whether the loop comes round in time, and takes the mean of so long. */
const lookEveryMs = 50;
const meanOverMs = 500;

/** How late the event loop is. */
interface LoopDelay {
  readonly meanMs: number;
  stop(): void;
}

function watchLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: lookEveryMs });
  histogram.enable();
  let [meanMs, lookedAt] = [0, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    // A loop that has not come round twice since the last time is late by all of that time.
    meanMs = histogram.count === 0 ? now - lookedAt : Math.max(0, histogram.mean / 1e6 - lookEveryMs);
    lookedAt = now;
    histogram.reset();
  }, meanOverMs).unref();
  return {
    get meanMs() {
      return meanMs;
    },
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
