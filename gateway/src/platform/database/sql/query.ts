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
