import type { Pool, PoolClient } from "pg";
import { explainDatabaseFailure } from "./database-unavailable.ts";

/** Told of every wait for a connection, and whether it was given up. */
export type ObserveWait = (
  pool: string,
  wait: { readonly seconds: number; readonly isTimedOut: boolean },
) => void;

type Taken = (error: Error | undefined, client?: PoolClient, release?: (error?: Error) => void) => void;

/** Measures how long the pool's users wait for their connections. */
export function measureWaits(pool: Pool, name: string, observe: ObserveWait): void {
  const take = pool.connect.bind(pool) as (taken: Taken) => void;
  const takeMeasured = (taken: Taken): void => {
    const startedAt = performance.now();
    take((error, client, release) => {
      const seconds = (performance.now() - startedAt) / 1000;
      observe(name, { seconds, isTimedOut: explainDatabaseFailure(error) === "pool_exhausted" });
      taken(error, client, release);
    });
  };
  const connect = (taken?: Taken): unknown => {
    if (taken !== undefined) return takeMeasured(taken);
    return new Promise((resolve, reject) =>
      takeMeasured((error, client) => (error === undefined ? resolve(client) : reject(error))),
    );
  };
  pool.connect = connect as Pool["connect"];
}
