import type { Actor, writeAudit } from "../audit/index.ts";
import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { runInTransaction } from "../../platform/database/sql/transaction.store.ts";
import { isConfigurationName } from "../../platform/validation/is-configuration-name.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import type { ConnectionLimits } from "./calling/connection-limits.ts";

/**
 * What operators order while a connection runs. In force on every replica within a second. Each throws
 * `NotConfiguredError` where there is no such connection.
 */
export interface ConnectionControls {
  /** Every call is refused at once, on every replica, until it is released. */
  hold(connectionName: string, reason: string): Promise<void>;
  release(connectionName: string): Promise<void>;
  /** Replaces the limits; an absent member is no limit. */
  limit(connectionName: string, limits: ConnectionLimits): Promise<void>;
}

const saveHold = `insert into connection_controls (connection_id, held_reason, held_at, held_by)
  select id, $2::text, $3::timestamptz, $4::text from connections where name = $1 and removed_at is null
  on conflict (connection_id) do update
    set held_reason = excluded.held_reason, held_at = excluded.held_at, held_by = excluded.held_by
  returning connection_id`;

const saveLimits = `insert into connection_controls (connection_id, calls_per_second, concurrency)
  select id, $2::float8, $3::int from connections where name = $1 and removed_at is null
  on conflict (connection_id) do update
    set calls_per_second = excluded.calls_per_second, concurrency = excluded.concurrency
  returning connection_id`;

interface Order {
  readonly done: "hold" | "release" | "limit";
  readonly statement: string;
  readonly values: readonly unknown[];
  readonly detail: Record<string, unknown>;
}

/** Loads neither the ORM nor the rest of the audit log: whoever holds a connection in an outage does not wait for them. */
interface ControlsParts extends Pick<Database, "pool"> {
  readonly writeAudit: typeof writeAudit;
}

/**
 * Each order and its line in the audit log commit together. Reasons and limits are checked by whoever takes them from a
 * person.
 */
export function createControlsStore(parts: ControlsParts, actor: Actor): ConnectionControls {
  const save = (name: string, { done, statement, values, detail }: Order): Promise<void> =>
    runInTransaction(parts.pool, "begin", async (client) => {
      const rows = isConfigurationName(name) ? await queryRows(client, statement, [name, ...values]) : [];
      if (rows.length === 0) throw new NotConfiguredError(`There is no connection "${name}".`);
      await parts.writeAudit((text, bound) => client.query(text, [...bound]), actor, [
        { action: `connection.${done}`, subject: `connection ${name}`, detail },
      ]);
    });
  return {
    hold: (name, reason) => {
      const values = [reason, new Date(), actor.operator];
      return save(name, { done: "hold", statement: saveHold, values, detail: { reason } });
    },
    release: (name) =>
      save(name, { done: "release", statement: saveHold, values: [null, null, null], detail: {} }),
    limit: (name, { callsPerSecond = null, concurrency = null }) => {
      const detail = { callsPerSecond, concurrency };
      return save(name, { done: "limit", statement: saveLimits, values: Object.values(detail), detail });
    },
  };
}

/** The controls of one connection, as stored. */
export interface StoredControls {
  readonly connectionId: string;
  readonly heldReason: string | null;
  readonly callsPerSecond: number | null;
  readonly concurrency: number | null;
}
