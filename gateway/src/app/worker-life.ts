import { EventEmitter } from "node:events";
import type { RunnerOptions, Worker } from "graphile-worker";
import { Pool } from "pg";
import { describeError, type Log } from "../platform/observability/log.ts";
import { describeConnection, type DatabaseAddress } from "../platform/database/connection-options.ts";
import { forgetWorkers, recordSignOfLife, releaseAbandonedJobs } from "./worker-life.store.ts";

const beatEveryMs = 5000;
/** After an outage every worker has been silent: each is given the time to be heard again. */
const provenAfterMs = 10_000;

/** Tells the other processes that our workers live, and takes away the jobs of those that do not. */
export interface WorkerLife {
  /** For a runner that is about to begin: it lives from its first event until `end`, and as long as a job of it runs. */
  follow(): FollowedRun;
  stop(): Promise<void>;
}

/** One runner of the queue. */
export interface FollowedRun {
  readonly events: NonNullable<RunnerOptions["events"]>;
  end(): void;
}

/** What is known of one runner. Its id is what the queue writes into its locks. */
interface KnownRun {
  id: string | undefined;
  isCurrent: boolean;
  readonly busy: Set<Worker>;
}

/** A connection of its own: pools that are busy or stuck must not make a living worker look dead. */
export function keepWorkersAlive({ address, log }: { address: DatabaseAddress; log: Log }): WorkerLife {
  const pool = openPool(address);
  const runs = new Set<KnownRun>();
  let provenSince: number | undefined;
  const beat = async (): Promise<void> => {
    dropEnded(runs);
    try {
      await recordSignOfLife(pool, listIds(runs));
      provenSince ??= performance.now();
      if (performance.now() - provenSince >= provenAfterMs) await releaseAbandonedJobs(pool);
    } catch (error) {
      provenSince = undefined;
      log.warn(describeError(error), "worker_life_not_recorded");
    }
  };
  const timer = setInterval(() => void beat(), beatEveryMs);
  timer.unref();
  return {
    follow() {
      const run: KnownRun = { id: undefined, isCurrent: true, busy: new Set() };
      runs.add(run);
      return { events: watch(run, () => void beat()), end: () => (run.isCurrent = false) };
    },
    async stop() {
      clearInterval(timer);
      await forgetWorkers(pool, listIds(runs)).catch(() => undefined);
      await pool.end();
    },
  };
}

function openPool(address: DatabaseAddress): Pool {
  const pool = new Pool({
    ...describeConnection(address),
    max: 1,
    query_timeout: 4000,
    application_name: "kyc-gateway-worker-life",
  });
  pool.on("error", () => undefined);
  return pool;
}

function watch(run: KnownRun, onBegin: () => void): FollowedRun["events"] {
  const events = new EventEmitter() as FollowedRun["events"];
  events.on("pool:create", ({ workerPool }) => {
    run.id = workerPool.id;
    onBegin();
  });
  events.on("job:start", ({ worker }) => run.busy.add(worker));
  events.on("job:complete", ({ worker }) => run.busy.delete(worker));
  events.on("worker:fatalError", ({ worker }) => run.busy.delete(worker));
  return events;
}

/** A runner that broke is left behind, and lives until the last of its jobs has ended. */
function dropEnded(runs: Set<KnownRun>): void {
  for (const run of runs) if (!run.isCurrent && run.busy.size === 0) runs.delete(run);
}

function listIds(runs: ReadonlySet<KnownRun>): readonly string[] {
  return [...runs].flatMap(({ id }) => (id === undefined ? [] : [id]));
}
