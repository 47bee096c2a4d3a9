import { connect } from "node:net";
import type { Pool, PoolClient } from "pg";
import {
  DeadlineExceededError,
  explainDatabaseFailure,
  type DatabaseFailure,
} from "./database-unavailable.ts";
import { StatementBatch } from "./sql/statement-batch.ts";
import { currentWorkScope } from "./sql/work-scope.ts";
import { isDatabaseError } from "./sql/database-error.ts";

/** What the driver's `query` does, whatever form it is called in. */
type Query = (config: unknown, values?: unknown, callback?: Callback) => unknown;
type Callback = (error: Error | null | undefined, result?: unknown) => void;

/** A statement that waits for its answer; times are those of the monotonic clock, in milliseconds. */
interface Wait {
  /** From here on its request has no time for it: the server is asked to cancel it. */
  readonly cancelAt: number;
  /** From here on the line counts as dead. */
  readonly cutAt: number;
  isCancelled: boolean;
}

/** Looks after the statements of all pools, and only while there are any: a timer of each pool would keep an idle process awake. */
class Lookout {
  readonly #waits = new Map<PoolClient, Wait>();
  #timer: NodeJS.Timeout | undefined;

  begin(client: PoolClient, wait: Wait): void {
    this.#waits.set(client, wait);
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs).unref();
  }

  end(client: PoolClient): void {
    this.#waits.delete(client);
  }

  /** A server behind a dead line neither answers nor refuses: the line is cut, and whoever waits is told. */
  #look(): void {
    if (this.#waits.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    const now = performance.now();
    for (const [client, wait] of this.#waits) {
      if (now >= wait.cutAt) {
        this.#waits.delete(client);
        void (client as EndableClient).end();
      } else if (now >= wait.cancelAt && !wait.isCancelled) {
        wait.isCancelled = true;
        cancel(client as CancellableClient);
      }
    }
  }
}
const lookout = new Lookout();

export interface ClientCare {
  /** Ends every connection as it becomes free: what comes next is made anew. */
  renew(): void;
}

interface ClientCareOptions {
  /** Longest wait for a statement; PostgreSQL's own limit should end it before. Absent: none. */
  readonly statementMs: number | undefined;
  /** Told of each statement that failed because the database cannot serve. */
  readonly onFailure?: ((failure: DatabaseFailure) => void) | undefined;
}

/** Whoever holds a client has learnt of its end long before. */
const reclaimAfterMs = 1000;
const lookEveryMs = 50;
/** A cancelled statement answers within a round trip, unless nobody is there to cancel it. */
const cancelGraceMs = 150;

/** Takes care of all clients that the pool will make. */
export function watchPool(pool: Pool, options: ClientCareOptions): ClientCare {
  const outdated = new WeakSet<PoolClient>();
  const clients = new Set<PoolClient>();
  const take = pool.connect.bind(pool);
  pool.on("connect", (client) => {
    clients.add(client);
    survive(client);
    watch(client, { outdated, ...options });
  });
  pool.on("release", (_error, client) => {
    // The pool itself keeps no client that has begun to end.
    if (outdated.has(client)) void (client as EndableClient).end();
  });
  pool.on("remove", (client) => {
    clients.delete(client);
    lookout.end(client);
  });
  return {
    renew() {
      for (const client of clients) outdated.add(client);
      for (let count = pool.idleCount; count > 0; count -= 1) take((_error, client) => client?.release(true));
    },
  };
}

type EndableClient = PoolClient & { end(): Promise<void> };

/**
 * A client that breaks between two statements of a transaction tells its own listeners alone, and an error without one
 * ends the process. And the query builder beneath the ORM does not give a client back whose connection breaks while a
 * transaction begins or rolls back: each would be lost to the pool for good.
 */
function survive(client: PoolClient): void {
  client.on("error", () => undefined);
  client.once("end", () => setTimeout(() => giveBack(client), reclaimAfterMs).unref());
}

function giveBack(client: PoolClient): void {
  try {
    client.release(true);
  } catch {
    // It was given back already, as it should be: the pool throws for that.
  }
}

interface Watch extends ClientCareOptions {
  readonly outdated: WeakSet<PoolClient>;
}

/**
 * Every statement is answered by callback, its promise made here. The driver's own promises, and its timer for each
 * statement, are what V8 learns to allocate in the old generation: each then keeps what its request has made until the
 * next full collection, and every young collection takes ten times as long (`test/bench/collections.ts`).
 */
function watch(client: PoolClient, parts: Watch): void {
  const send = client.query.bind(client) as Query;
  const sendWatched = (config: unknown, values: unknown, callback: Callback): unknown => {
    const wait = planWait(config, parts.statementMs);
    if (wait === undefined) return refuse(callback, parts);
    lookout.begin(client, wait);
    return send(config, values, (error, result) => {
      lookout.end(client);
      callback(error ? judge(error, client, { wait, ...parts }) : error, result);
    });
  };
  const query: Query = (config, values, callback) => {
    if (isSelfMade(config)) return send(config, values, callback);
    if (typeof values === "function") return sendWatched(config, undefined, values as Callback);
    if (callback !== undefined) return sendWatched(config, values, callback);
    return new Promise((resolve, reject) =>
      sendWatched(config, values, (error, result) => (error ? reject(error) : resolve(result))),
    );
  };
  client.query = query as PoolClient["query"];
}

/** A cursor, or another statement that answers in its own way. */
function isSelfMade(config: unknown): boolean {
  return (
    typeof config === "object" && config !== null && "submit" in config && !(config instanceof StatementBatch)
  );
}

/** Undefined: there is no time left, and the statement is not to be sent. A transaction may always be rolled back. */
function planWait(config: unknown, statementMs = Number.POSITIVE_INFINITY): Wait | undefined {
  const { deadlineAt = Number.POSITIVE_INFINITY } = currentWorkScope();
  const now = performance.now();
  const text = typeof config === "string" ? config : String((config as { text?: unknown }).text);
  const isEnd = endsTransaction.test(text);
  if (now >= deadlineAt && !/^rollback\b/.test(text)) return undefined;
  return {
    // A commit that is under way cannot be taken back.
    cancelAt: isEnd ? Number.POSITIVE_INFINITY : deadlineAt,
    cutAt: Math.min(now + statementMs, Math.max(now, deadlineAt) + cancelGraceMs),
    isCancelled: false,
  };
}

const endsTransaction = /^(commit|rollback)/;

function refuse(callback: Callback, { onFailure }: Watch): void {
  onFailure?.("deadline");
  process.nextTick(callback, new DeadlineExceededError());
}

/** What the caller is told. A connection that may not write is not used again: its successor may. */
function judge(
  error: Error,
  client: PoolClient,
  { wait, outdated, onFailure }: Watch & { readonly wait: Wait },
): Error {
  const isOurs = wait.isCancelled && isDatabaseError(error, "query_canceled");
  const told = isOurs ? new DeadlineExceededError() : error;
  const failure = explainDatabaseFailure(told);
  if (failure === "read_only") outdated.add(client);
  if (failure !== undefined) onFailure?.(failure);
  return told;
}

/** What the driver knows of its connection, and does not declare. */
type CancellableClient = PoolClient & {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
};

const cancelRequestCode = 80_877_102;

/** PostgreSQL's CancelRequest, on a connection of its own: what is cancelled is rolled back. */
function cancel({ host, port, processID, secretKey }: CancellableClient): void {
  const request = Buffer.alloc(16);
  for (const [index, word] of [16, cancelRequestCode, processID ?? 0, secretKey ?? 0].entries())
    request.writeInt32BE(word, index * 4);
  const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  // Nobody there to cancel it: the line is cut a moment later.
  socket.on("error", () => undefined);
  socket.setTimeout(1000, () => socket.destroy());
  socket.end(request);
  socket.unref();
}
