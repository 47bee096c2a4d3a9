import type { Pool, PoolClient } from "pg";

/** What the driver's `query` does, whatever form it is called in. */
type Query = (config: unknown, values?: unknown, callback?: Callback) => unknown;
type Callback = (error: Error | null | undefined, result?: unknown) => void;

/** Since when a client waits for an answer, in milliseconds of the monotonic clock. */
type Waits = Map<PoolClient, number>;

/** Whoever holds a client has learnt of its end long before. */
const reclaimAfterMs = 1000;
const looksPerStatement = 8;

/** Takes care of all clients that the pool will make. Gives what ends it. */
export function careForClients(
  pool: Pool,
  { statementMs }: { readonly statementMs: number | undefined },
): () => void {
  const waits: Waits = new Map();
  pool.on("connect", (client) => {
    survive(client);
    watch(client, waits);
  });
  pool.on("remove", (client) => void waits.delete(client));
  if (statementMs === undefined) return () => undefined;
  const look = setInterval(() => cutOverdue(waits, statementMs), statementMs / looksPerStatement);
  look.unref();
  return () => clearInterval(look);
}

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

/**
 * Every statement is answered by callback, its promise made here. The driver's own promises, and its timer for each
 * statement, are what V8 learns to allocate in the old generation: each then keeps what its request has made until the
 * next full collection, and every young collection takes ten times as long (`test/bench/collections.ts`).
 */
function watch(client: PoolClient, waits: Waits): void {
  const send = client.query.bind(client) as Query;
  const sendWatched = (config: unknown, values: unknown, callback: Callback): unknown => {
    waits.set(client, performance.now());
    return send(config, values, (error, result) => {
      waits.delete(client);
      callback(error, result);
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
  return typeof config === "object" && config !== null && "submit" in config;
}

/** A server behind a dead line neither answers nor refuses: the line is cut, and whoever waits is told. */
function cutOverdue(waits: Waits, statementMs: number): void {
  const now = performance.now();
  for (const [client, since] of waits) {
    if (now - since <= statementMs) continue;
    waits.delete(client);
    void (client as PoolClient & { end(): Promise<void> }).end();
  }
}
