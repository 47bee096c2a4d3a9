import { setTimeout as delay } from "node:timers/promises";
import { Logger, run, type Runner } from "graphile-worker";
import { describeError, type Log } from "../platform/observability/log.ts";
import type { Services } from "./services.ts";
import { createConnectionShares } from "./connection-shares.ts";
import { openQueuePool, type QueuePool } from "./queue-pool.ts";
import { sweepPriority } from "./sweep-sessions.ts";
import { createTasks } from "./tasks.ts";
import { keepWorkersAlive, type FollowedRun, type WorkerLife } from "./worker-life.ts";

/** The background work of this process. */
export interface Workers {
  stop(): Promise<void>;
}

const restartAfterMs = 1000;

/** A runner, and the moment from which nothing can be expected of it any more. */
interface Run {
  readonly runner: Runner;
  readonly queue: QueuePool;
  /** Rejects when the queue could not store what became of a job. */
  readonly broken: Promise<never>;
  readonly life: FollowedRun;
}

/** Works until stopped; when PostgreSQL goes away the workers come back with it. */
export function startWorkers(services: Services, databaseUrl: string): Workers {
  const stopping = new AbortController();
  const { databasePasswordFile: passwordFile } = services.config;
  const life = keepWorkersAlive({ address: { url: databaseUrl, passwordFile }, log: services.log });
  let current: Run | undefined;
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        current = await beginRun(services, { databaseUrl, life });
        if (stopping.signal.aborted) await endRun(current);
        await Promise.race([current.runner.promise, current.broken]);
      } catch (error) {
        services.log.warn(describeError(error), "workers_interrupted");
        void current?.queue.end().catch(() => undefined);
      }
      current?.life.end();
      await delay(restartAfterMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      if (current !== undefined) await endRun(current);
      await running;
      await life.stop();
    },
  };
}

async function beginRun(
  services: Services,
  { databaseUrl, life }: { readonly databaseUrl: string; readonly life: WorkerLife },
): Promise<Run> {
  const followed = life.follow();
  const queue = openQueuePool(services.config, databaseUrl);
  try {
    const runner = await run({ ...runnerOptions(services, queue), events: followed.events });
    const begun = { runner, queue, broken: watchForBreak(runner), life: followed };
    await queueFirstJobs(begun);
    return begun;
  } catch (error) {
    followed.end();
    void queue.end();
    throw error;
  }
}

function watchForBreak(runner: Runner): Promise<never> {
  const broken = new Promise<never>((_resolve, reject) => {
    runner.events.once("pool:fatalError", ({ error }) => reject(error as Error));
  });
  broken.catch(() => undefined);
  return broken;
}

/** The schedule must not wait for the crontab's next minute after a restart. */
async function queueFirstJobs(begun: Run): Promise<void> {
  try {
    for (const task of ["sweep-sessions", "create-partitions", "read-session-lifetimes"])
      await begun.runner.addJob(task, { isThorough: true }, { jobKey: task, priority: sweepPriority });
  } catch (error) {
    // Nobody else knows this runner: it would work on, beside the next one, and past the end of the process's work.
    void endRun(begun);
    throw error;
  }
}

/** A broken runner is left behind: waiting for its batches, it may never come to its end. */
async function endRun({ runner, queue, broken }: Run): Promise<void> {
  await Promise.race([runner.stop(), broken]).catch(() => undefined);
  await Promise.race([queue.end(), broken]).catch(() => undefined);
}

function runnerOptions(services: Services, { pool }: QueuePool): Parameters<typeof run>[0] {
  const shares = createConnectionShares(services.config.workerConcurrency);
  return {
    pgPool: pool,
    // Without batches nobody handles a failure to store a job's outcome, and an unhandled rejection ends the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    concurrency: services.config.workerConcurrency,
    noHandleSignals: true,
    pollInterval: 2000,
    taskList: createTasks(services, shares),
    forbiddenFlags: () => shares.listFull(),
    crontab: [
      `* * * * * sweep-sessions ?jobKey=sweep-sessions&priority=${sweepPriority} {isThorough: true}`,
      "7 * * * * create-partitions ?jobKey=create-partitions&max=3",
      "17 * * * * drop-expired ?jobKey=drop-expired&max=3",
      "* * * * * tell-expiries ?jobKey=tell-expiries&max=3",
      "* * * * * tend-account-records ?jobKey=tend-account-records&max=3",
      "* * * * * read-session-lifetimes ?jobKey=read-session-lifetimes&max=3",
      "*/15 * * * * look-at-watches ?jobKey=look-at-watches&max=3",
      "* * * * * count-sessions ?jobKey=count-sessions&max=3",
      "43 2 * * * apply-retention ?jobKey=apply-retention&max=3",
    ].join("\n"),
    logger: tellOfQueue(services.log),
  };
}

/**
 * The queue's own words, as lines of our log. Behind the first colon, quotation mark or bracket they hold errors' texts
 * and payloads; what matters of a job is logged and counted by the tasks.
 */
function tellOfQueue(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    const [reason = ""] = message.split(/[:'"(`]|with error|after failure/);
    const fields = { component: "job-queue", reason: reason.trim().slice(0, 120) };
    const { error } = (meta ?? {}) as { readonly error?: unknown };
    log[level === "error" ? "warn" : "debug"](
      error === undefined ? fields : { ...fields, ...describeError(error) },
      "job_queue",
    );
  });
}
