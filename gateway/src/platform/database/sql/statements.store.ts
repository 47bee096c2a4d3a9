import { DatabaseError, type Pool, type PoolClient } from "pg";
import { endTransaction } from "./transaction.store.ts";
import { StatementBatch, type ParsedStatements, type Step } from "./statement-batch.ts";

/** Runs the hot statements: parsed and planned once for each connection, by indexes, several in one message. */
export interface Statements {
  /**
   * All steps in one message, which is one transaction: committed when this resolves. Where the line falls silent
   * meanwhile, they may be committed all the same. Gives the rows of the last step.
   */
  run<Row>(pool: Pool, steps: readonly [...Step[], Step<Row>]): Promise<Row[]>;
  /**
   * Committed by a second message: a server that falls silent in between never commits what its caller was told had
   * failed. By itself it would, as soon as it is awake.
   */
  runConfirmed<Row>(pool: Pool, steps: readonly [...Step[], Step<Row>]): Promise<Row[]>;
  /** A transaction that these steps begin, in one message. */
  runWithin<Outcome>(
    pool: Pool,
    steps: readonly Step[],
    work: (client: PoolClient) => Promise<Outcome>,
  ): Promise<Outcome>;
}

/**
 * A plan is kept for as long as PostgreSQL knows nothing new about its tables. One that was made while a table was all but
 * empty would read the whole table instead of an index, and go on so until PostgreSQL looks at it again: for a minute, in
 * which a storm brings a hundred thousand rows.
 */
export const preferIndexesText = "set_config('enable_seqscan', 'off', true)";

const preferIndexes: Step = {
  statement: { name: "prefer_indexes", text: `select ${preferIndexesText}`, setsPlanner: true },
  values: [],
};

function planByIndexes(steps: readonly Step[]): readonly Step[] {
  return steps[0]?.statement.setsPlanner === true ? steps : [preferIndexes, ...steps];
}

const begin: Step = { statement: { name: "begin", text: "begin" }, values: [] };

/** `areNamed: false`: for a pooling proxy in transaction mode that does not know the names of statements. */
export function createStatements({ areNamed }: { readonly areNamed: boolean }): Statements {
  const parsed: ParsedStatements | undefined = areNamed ? new WeakMap() : undefined;
  const send = (client: PoolClient, steps: readonly Step[]) =>
    sendBatch(client, new StatementBatch(steps, parsed));
  return {
    async run<Row>(pool: Pool, steps: readonly Step[]) {
      const client = await pool.connect();
      try {
        const rows = await send(client, planByIndexes(steps));
        client.release();
        return rows as Row[];
      } catch (error) {
        // What PostgreSQL itself refused leaves the connection as it was.
        client.release(!(error instanceof DatabaseError));
        throw error;
      }
    },
    runConfirmed<Row>(pool: Pool, steps: readonly Step[]) {
      return endTransaction(
        pool,
        (client) => send(client, [begin, ...planByIndexes(steps)]) as Promise<Row[]>,
      );
    },
    runWithin: (pool, steps, work) =>
      endTransaction(pool, async (client) => {
        await send(client, [begin, ...steps]);
        return work(client);
      }),
  };
}

/** The driver takes whatever has a `submit`, with a callback; its types do not say so. */
type Query = (
  batch: StatementBatch,
  values: undefined,
  done: (error: Error | null | undefined, rows?: unknown[]) => void,
) => void;

function sendBatch(client: PoolClient, batch: StatementBatch): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    (client.query as Query)(batch, undefined, (error, rows = []) => (error ? reject(error) : resolve(rows)));
  });
}
