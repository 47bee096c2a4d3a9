import { setTimeout as delay } from "node:timers/promises";
import { Logger, run, type Runner } from "graphile-worker";
import { describeError } from "../observability/log.ts";
import type { Services } from "../services.ts";
import { createTasks } from "./tasks.ts";

/** The background work of this process. */
export interface Workers {
  stop(): Promise<void>;
}

const restartAfterMs = 1000;

/** Works until stopped; when PostgreSQL goes away the workers come back with it. */
export function startWorkers(services: Services, databaseUrl: string): Workers {
  const stopping = new AbortController();
  let runner: Runner | undefined;
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        runner = await run(runnerOptions(services, databaseUrl));
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        services.log.warn(describeError(error), "workers_interrupted");
      }
      await delay(restartAfterMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await runner?.stop().catch(() => undefined);
      await running;
    },
  };
}

function runnerOptions(services: Services, connectionString: string): Parameters<typeof run>[0] {
  return {
    connectionString,
    maxPoolSize: Math.max(4, Math.ceil(services.config.workerConcurrency / 2)),
    concurrency: services.config.workerConcurrency,
    noHandleSignals: true,
    pollInterval: 2000,
    taskList: createTasks(services),
    crontab: "* * * * * sweep-sessions ?jobKey=sweep-sessions",
    // The queue's own words hold payloads; what matters of a job is logged and counted by the tasks.
    logger: new Logger(() => (level, message) => {
      if (level === "error")
        services.log.warn({ component: "job-queue", reason: message.slice(0, 120) }, "job_queue");
    }),
  };
}
