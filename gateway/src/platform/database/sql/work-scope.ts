import { AsyncLocalStorage } from "node:async_hooks";

/** On whose behalf the running code uses the database. */
export interface WorkScope {
  /** Whose connections it takes: those that answer requests, or those that do everything else. */
  readonly pool: "requests" | "jobs";
  /** `performance.now()` from which no statement is begun and no transaction is committed; undefined: none. */
  readonly deadlineAt: number | undefined;
}

const background: WorkScope = { pool: "jobs", deadlineAt: undefined };
const shared: WorkScope = { pool: "requests", deadlineAt: undefined };
const storage = new AsyncLocalStorage<WorkScope>();

export function currentWorkScope(): WorkScope {
  return storage.getStore() ?? background;
}

export function runInWorkScope<T>(scope: WorkScope, work: () => T): T {
  return storage.run(scope, work);
}

/** Work that several requests wait for: it is no single one's, and must not end with the deadline of the first. */
export function runForRequests<T>(work: () => T): T {
  return storage.run(shared, work);
}

/** Work that a request only sets off, and that goes on after its answer. */
export function runInBackground<T>(work: () => T): T {
  return storage.run(background, work);
}
