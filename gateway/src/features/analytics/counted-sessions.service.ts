import type { AdminCountedSessionsQuery, CountedSessionPage } from "@kyc-gateway/http-api";
import { decodeCursor, encodeCursor } from "../../platform/http/page-cursor.ts";
import type { Queryable } from "../../platform/database/sql/query.ts";
import { listCounted } from "./counted-sessions.store.ts";
import type { Dimension } from "./dimensions.ts";
import { findConnectionIds } from "./connection-names.store.ts";
import { readPeriod } from "./read-question.ts";

const defaultLimit = 100;

/** The sessions behind a number. Connections' ids are read apart: a tenant may not. */
export async function pageCounted(
  { on, names }: { readonly on: Queryable; readonly names: ReadonlyMap<string, string> },
  query: AdminCountedSessionsQuery,
  tenantIds: readonly string[],
): Promise<CountedSessionPage> {
  const { from, to, status, reason, cursor, limit = defaultLimit, tenant: _tenant, ...filters } = query;
  const values = Object.entries(filters).map(([dimension, value]): [string, readonly string[]] => [
    dimension,
    (dimension as Dimension) === "connection" ? findConnectionIds(names, value) : [value],
  ]);
  // One more than asked for tells whether there is a next page.
  const found = await listCounted(on, {
    ...readPeriod({ from, to, granularity: "hour" }, new Date()),
    tenantIds,
    filters: Object.fromEntries(values),
    status,
    reason,
    after: cursor === undefined ? undefined : decodeCursor(cursor),
    limit: limit + 1,
  });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ sessionId, hour, status: current }) => ({
      sessionId,
      hour: hour.toISOString(),
      status: current,
    })),
    nextCursor:
      found.length > limit && last !== undefined
        ? encodeCursor({ createdAt: last.hour, id: last.sessionId })
        : null,
  };
}
