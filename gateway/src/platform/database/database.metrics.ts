import { Counter, Gauge, type Registry } from "prom-client";
import type { Pool } from "pg";
import type { DatabaseHealth } from "./database-health.service.ts";
import { databaseFailures, type DatabaseFailure } from "./database-unavailable.ts";

/** Told of each failure, so that a lock does not look like a server that is away. */
type CountFailure = (failure: DatabaseFailure) => void;

export function createFailureCounter(registry: Registry): CountFailure {
  const failures = new Counter({
    name: "kyc_database_failures_total",
    help: "Statements and waits for a connection that failed because the database was unavailable, by reason.",
    labelNames: ["reason"],
    registers: [registry],
  });
  for (const reason of databaseFailures) failures.labels(reason).inc(0);
  return (reason) => failures.labels(reason).inc();
}

/** Whether the database serves, and how busy each pool is. */
export function registerDatabaseMetrics(
  registry: Registry,
  { health, pools }: { readonly health: DatabaseHealth; readonly pools: Readonly<Record<string, Pool>> },
): void {
  const up: Gauge = new Gauge({
    name: "kyc_database_up",
    help: "1 while the database can be read and written; 0 when it is unreachable, read-only, full or does not answer.",
    registers: [registry],
    collect: async () => up.set((await health.look()).kind === "serving" ? 1 : 0),
  });
  const connections: Gauge<"pool" | "state"> = new Gauge({
    name: "kyc_database_connections",
    help: "Connections of each pool that are busy or idle, and requests and jobs that wait for one.",
    labelNames: ["pool", "state"],
    registers: [registry],
    collect() {
      for (const [name, pool] of Object.entries(pools)) {
        connections.labels(name, "busy").set(pool.totalCount - pool.idleCount);
        connections.labels(name, "idle").set(pool.idleCount);
        connections.labels(name, "waiting").set(pool.waitingCount);
      }
    },
  });
}
