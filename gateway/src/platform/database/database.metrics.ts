import type { Pool } from "pg";
import type { Registry } from "prom-client";
import { connectionSeconds } from "../observability/metrics/buckets.ts";
import {
  defineCounter,
  defineGauge,
  defineHistogram,
  registerGauge,
  registerMetrics,
} from "../observability/metrics/metric-definition.ts";
import type { DatabaseHealth } from "./database-health.service.ts";
import { databaseFailures, type DatabaseFailure } from "./database-unavailable.ts";
import type { ObserveWait } from "./pool-waits.ts";

const pools = ["requests", "ingest", "jobs", "monitor"] as const;

const counted = {
  failures: defineCounter("kyc_database_failures_total", {
    help: "Statements and waits for a connection that failed because the database was unavailable, by reason.",
    labels: { reason: databaseFailures },
  }),
  poolWait: defineHistogram("kyc_database_pool_wait_seconds", {
    help: "Time until a connection of the pool was there, made anew or given back by somebody.",
    labels: { pool: pools },
    buckets: connectionSeconds,
  }),
  poolTimeouts: defineCounter("kyc_database_pool_timeouts_total", {
    help: "Waits for a connection of the pool that were given up.",
    labels: { pool: pools },
  }),
};
const looked = {
  up: defineGauge("kyc_database_up", {
    help: "1 while the database answers; 0 when it is unreachable or silent. Looked at every two seconds.",
    labels: {},
  }),
  writable: defineGauge("kyc_database_writable", {
    help: "1 while the database can be written to; 0 also when it only reads, or is full.",
    labels: {},
  }),
  connections: defineGauge("kyc_database_connections", {
    help: "Connections of each pool that are busy or idle, and requests and jobs that wait for one.",
    labels: { pool: pools, state: ["busy", "idle", "waiting"] },
  }),
};
export const databaseMetrics = { ...counted, ...looked };

/** What the database tells of as it is used. */
interface DatabaseObserver {
  readonly onFailure: (failure: DatabaseFailure) => void;
  readonly onWait: ObserveWait;
}

export function createDatabaseObserver(registry: Registry): DatabaseObserver {
  const { failures, poolWait, poolTimeouts } = registerMetrics(registry, counted);
  return {
    // So that a lock does not look like a server that is away.
    onFailure: (reason) => failures.inc({ reason }),
    onWait(pool, { seconds, isTimedOut }) {
      poolWait.observe({ pool }, seconds);
      if (isTimedOut) poolTimeouts.inc({ pool });
    },
  };
}

/** Whether the database serves, and how busy each pool is. No scrape waits for it: what is told is the last look. */
export function registerDatabaseMetrics(
  registry: Registry,
  {
    health,
    pools: busy,
  }: { readonly health: DatabaseHealth; readonly pools: Readonly<Record<string, Pool>> },
): void {
  registerGauge(registry, looked.up, (gauge) => gauge.set(health.last.answers ? 1 : 0));
  registerGauge(registry, looked.writable, (gauge) => gauge.set(health.last.serves ? 1 : 0));
  registerGauge(registry, looked.connections, (gauge) => {
    for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(busy)) {
      gauge.set({ pool, state: "busy" }, totalCount - idleCount);
      gauge.set({ pool, state: "idle" }, idleCount);
      gauge.set({ pool, state: "waiting" }, waitingCount);
    }
  });
}
