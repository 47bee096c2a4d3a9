import type { PriceConfiguration } from "@kyc-gateway/http-api";
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

/** The price lists of connections by id; of those that have one. */
export async function readPrices(on: Queryable): Promise<ReadonlyMap<string, readonly PriceConfiguration[]>> {
  const text = "select id, prices from connections where prices <> '[]'";
  const rows = await queryRows<{ id: string; prices: readonly PriceConfiguration[] }>(on, text, []);
  return new Map(rows.map(({ id, prices }) => [id, prices]));
}
