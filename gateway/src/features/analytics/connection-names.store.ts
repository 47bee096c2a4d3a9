import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";

/** The names of all connections by id, those that were removed among them. */
export async function readConnectionNames(on: Queryable): Promise<ReadonlyMap<string, string>> {
  const rows = await queryRows<{ id: string; name: string }>(on, "select id, name from connections", []);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Connections that have, or had, a name. */
export function findConnectionIds(names: ReadonlyMap<string, string>, wanted: string): readonly string[] {
  return [...names].filter(([, name]) => name === wanted).map(([id]) => id);
}
