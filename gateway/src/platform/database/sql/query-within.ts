import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { CompiledQuery } from "kysely";

/**
 * Runs a statement in the transaction of an entity manager, with `$1` for its first value. Unlike `em.execute`, which
 * writes values into the text, PostgreSQL gets them apart from it. Times come as text, as the ORM wants them.
 */
export async function queryWithin<Row>(
  em: SqlEntityManager,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await em.getKysely().executeQuery<Row>(CompiledQuery.raw(text, [...values]));
  return rows;
}
