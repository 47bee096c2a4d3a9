import { Type, type TSchema } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { ConnectionLimitsSchema, type ConnectionLimits } from "../host/calling/connection-limits.ts";
import type { ConnectionRuntime } from "../host/connection-runtime.ts";
import { SettingsError } from "../host/settings-error.ts";
import type { Database } from "../persistence/database.ts";
import { queryRows } from "../persistence/query.ts";
import { NotConfiguredError } from "./provisioning.ts";

/**
 * What operators order while a connection runs. In force on every replica within a second.
 * Each throws `SettingsError` for what is no order, and `NotConfiguredError` where there is no such connection.
 */
export interface ConnectionOrders {
  /** Every call is refused at once, on every replica, until it is released. */
  hold(connectionName: string, reason: string): Promise<void>;
  release(connectionName: string): Promise<void>;
  /** Replaces the limits; an absent member is no limit. */
  limit(connectionName: string, limits: ConnectionLimits): Promise<void>;
}

const HoldOrder = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 200 }) });

const saveHold = `insert into connection_orders (connection_id, held_reason, held_at)
  select id, $2::text, $3::timestamptz from connections where name = $1 and removed_at is null
  on conflict (connection_id) do update set held_reason = excluded.held_reason, held_at = excluded.held_at
  returning 1`;

const saveLimits = `insert into connection_orders (connection_id, calls_per_second, concurrency)
  select id, $2::float8, $3::int from connections where name = $1 and removed_at is null
  on conflict (connection_id) do update
    set calls_per_second = excluded.calls_per_second, concurrency = excluded.concurrency
  returning 1`;

export function createConnectionOrders(database: Database): ConnectionOrders {
  const save = async (name: string, statement: string, values: readonly unknown[]): Promise<void> => {
    const rows = await queryRows(database.pool, statement, [name, ...values]);
    if (rows.length === 0) throw new NotConfiguredError(`There is no connection "${name}".`);
  };
  return {
    async hold(name, reason) {
      check(name, HoldOrder, { reason });
      await save(name, saveHold, [reason, new Date()]);
    },
    release: (name) => save(name, saveHold, [null, null]),
    async limit(name, limits) {
      check(name, ConnectionLimitsSchema, limits);
      const { callsPerSecond = null, concurrency = null } = limits;
      await save(name, saveLimits, [callsPerSecond, concurrency]);
    },
  };
}

function check(connectionName: string, schema: TSchema, order: unknown): void {
  const mistakes = [...Value.Errors(schema, order)].map(({ path, message }) => ({
    pointer: path,
    code: "invalid",
    message,
  }));
  if (mistakes.length > 0) throw new SettingsError(`connection ${connectionName}`, mistakes);
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
