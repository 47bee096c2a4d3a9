import type { Pool, PoolClient } from "pg";
import {
  DeadlineExceededError,
  explainDatabaseFailure,
  type DatabaseFailure,
} from "./database-unavailable.ts";
import { currentWorkScope, runInWorkScope, type WorkScope } from "./sql/work-scope.ts";

type Taken = (error: Error | undefined, client?: PoolClient, release?: (error?: Error) => void) => void;
type Connect = (taken: Taken) => void;

/**
 * Makes the ORM's pool give clients of the running code's own pool: requests and jobs share the ORM and its statements,
 * and never each other's connections. A wait for a client ends with its request's deadline.
 */
export function routeByScope(
  pool: Pool,
  { requests, onFailure }: { requests: Pool; onFailure?: ((failure: DatabaseFailure) => void) | undefined },
): void {
  const connects: Record<WorkScope["pool"], Connect> = {
    jobs: pool.connect.bind(pool) as Connect,
    requests: requests.connect.bind(requests) as Connect,
  };
  const waitMs = requests.options.connectionTimeoutMillis ?? Number.POSITIVE_INFINITY;
  const take = (taken: Taken): void => {
    const scope = currentWorkScope();
    const leftMs = (scope.deadlineAt ?? Number.POSITIVE_INFINITY) - performance.now();
    takeInTime(connects[scope.pool], { leftMs, waitMs }, (error, client, release) => {
      const failure = explainDatabaseFailure(error);
      if (failure !== undefined) onFailure?.(failure);
      // The pool calls back from wherever a client became free.
      runInWorkScope(scope, () => taken(error, client, release));
    });
  };
  const connect = (taken?: Taken): unknown => {
    if (taken !== undefined) return take(taken);
    return new Promise((resolve, reject) =>
      take((error, client) => (error === undefined ? resolve(client) : reject(error))),
    );
  };
  pool.connect = connect as Pool["connect"];
}

function takeInTime(
  connect: Connect,
  { leftMs, waitMs }: { leftMs: number; waitMs: number },
  taken: Taken,
): void {
  if (leftMs <= 0) return process.nextTick(taken, new DeadlineExceededError());
  // The pool's own limit comes first.
  if (leftMs >= waitMs) return connect(taken);
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    taken(new DeadlineExceededError());
  }, leftMs);
  connect((error, client, release) => {
    clearTimeout(timer);
    if (isOver) client?.release();
    else taken(error, client, release);
  });
}
