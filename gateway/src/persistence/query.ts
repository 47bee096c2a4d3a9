import { types, type Pool, type PoolClient, type QueryResultRow } from "pg";

/** A pool or one of its clients inside a transaction. */
export type Queryable = Pick<Pool | PoolClient, "query">;

/**
 * Runs one of the few hot statements on the ORM's own connections. The ORM leaves times as text; these rows come with
 * the driver's own types (`Date`).
 */
export async function queryRows<Row extends QueryResultRow>(
  on: Queryable,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await on.query<Row>({ text, values: [...values], types });
  return result.rows;
}

/** Runs statements in one transaction; anything thrown rolls it back. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    // A client whose rollback fails is broken: the pool must not hand it out again.
    const broken = await client.query("rollback").then(
      () => undefined,
      (failure: Error) => failure,
    );
    client.release(broken);
    throw error;
  }
}
