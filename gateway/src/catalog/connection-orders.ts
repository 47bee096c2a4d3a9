import { NotConfiguredError } from "./provisioning.ts";
import type { ConnectionLimits } from "../host/calling/connection-limits.ts";
import type { ConnectionRuntime } from "../host/connection-runtime.ts";
import type { Database } from "../persistence/database.ts";
import { queryRows } from "../persistence/query.ts";

/** What operators order while a connection runs. In force on every replica within a second. */
export interface ConnectionOrders {
  /** Every call is refused at once, on every replica, until it is released. Throws `NotConfiguredError`. */
  hold(connectionName: string, reason: string): Promise<void>;
  release(connectionName: string): Promise<void>;
  /** Replaces the limits; an absent member is no limit. */
  limit(connectionName: string, limits: ConnectionLimits): Promise<void>;
}

export function createConnectionOrders(database: Database): ConnectionOrders {
  const save = async (name: string, change: Record<string, unknown>): Promise<void> => {
    const columns = Object.keys(change);
    const rows = await queryRows(
      database.pool,
      `insert into connection_orders (connection_id, ${columns.join(", ")})
       select id, ${columns.map((_column, index) => `$${index + 2}`).join(", ")} from connections where name = $1
       on conflict (connection_id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}
       returning 1`,
      [name, ...Object.values(change)],
    );
    if (rows.length === 0) throw new NotConfiguredError(`There is no connection "${name}".`);
  };
  return {
    hold: (name, reason) => save(name, { held_reason: reason, held_at: new Date() }),
    release: (name) => save(name, { held_reason: null, held_at: null }),
    limit: (name, { callsPerSecond, concurrency }) =>
      save(name, { calls_per_second: callsPerSecond ?? null, concurrency: concurrency ?? null }),
  };
}

/** The orders of one connection, as stored. */
export interface StoredOrders {
  readonly connectionId: string;
  readonly heldReason: string | null;
  readonly callsPerSecond: number | null;
  readonly concurrency: number | null;
}

export const selectOrders = `select connection_id as "connectionId", held_reason as "heldReason",
  calls_per_second as "callsPerSecond", concurrency from connection_orders`;

/** Tells connections what is ordered now; those without orders are free. */
export function obeyOrders(
  connections: ReadonlyMap<string, ConnectionRuntime>,
  orders: readonly StoredOrders[],
): void {
  const ordersOf = new Map(orders.map((order) => [order.connectionId, order]));
  for (const [id, { caller }] of connections) {
    const { heldReason = null, callsPerSecond = null, concurrency = null } = ordersOf.get(id) ?? {};
    if (heldReason === null) caller.release();
    else caller.hold(heldReason);
    caller.limit({
      ...(callsPerSecond === null ? {} : { callsPerSecond }),
      ...(concurrency === null ? {} : { concurrency }),
    });
  }
}
