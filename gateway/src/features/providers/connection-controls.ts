import { GivenReason } from "@kyc-gateway/http-api";
import { Type, type TSchema } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { type Actor, recordAudit } from "../audit/index.ts";
import { isConfigurationName } from "../../platform/validation/is-configuration-name.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { ConnectionLimitsSchema, type ConnectionLimits } from "./calling/connection-limits.ts";
import type { ConnectionRuntime } from "./connection-runtime.ts";
import { SettingsError } from "../../platform/validation/settings-error.ts";
import type { Database } from "../../platform/database/database.ts";

/**
 * What operators order while a connection runs. In force on every replica within a second.
 * Each throws `SettingsError` for what is no order, and `NotConfiguredError` where there is no such connection.
 */
export interface ConnectionControls {
  /** Every call is refused at once, on every replica, until it is released. */
  hold(connectionName: string, reason: string): Promise<void>;
  release(connectionName: string): Promise<void>;
  /** Replaces the limits; an absent member is no limit. */
  limit(connectionName: string, limits: ConnectionLimits): Promise<void>;
}

/** Why a connection is held, for whoever looks next. */
export const HoldRequest = Type.Object(
  {
    reason: GivenReason("Why, for whoever looks next"),
  },
  { additionalProperties: false },
);

const saveHold = `insert into connection_controls (connection_id, held_reason, held_at, held_by)
  select id, ?::text, ?::timestamptz, ?::text from connections where name = ? and removed_at is null
  on conflict (connection_id) do update
    set held_reason = excluded.held_reason, held_at = excluded.held_at, held_by = excluded.held_by
  returning connection_id`;

const saveLimits = `insert into connection_controls (connection_id, calls_per_second, concurrency)
  select id, ?::float8, ?::int from connections where name = ? and removed_at is null
  on conflict (connection_id) do update
    set calls_per_second = excluded.calls_per_second, concurrency = excluded.concurrency
  returning connection_id`;

interface Order {
  readonly done: "hold" | "release" | "limit";
  readonly statement: string;
  readonly values: readonly unknown[];
  readonly detail: Record<string, unknown>;
}

/** Each order and its line in the audit log commit together. */
export function createConnectionControls(database: Database, actor: Actor): ConnectionControls {
  const save = (name: string, { done, statement, values, detail }: Order): Promise<void> =>
    database.orm.em.fork().transactional(async (em) => {
      const rows = isConfigurationName(name) ? await em.execute<unknown[]>(statement, [...values, name]) : [];
      if (rows.length === 0) throw new NotConfiguredError(`There is no connection "${name}".`);
      await recordAudit(em, actor, [{ action: `connection.${done}`, subject: `connection ${name}`, detail }]);
    });
  return {
    async hold(name, reason) {
      await check(name, HoldRequest, { reason });
      const values = [reason, new Date(), actor.operator];
      await save(name, { done: "hold", statement: saveHold, values, detail: { reason } });
    },
    release: (name) =>
      save(name, { done: "release", statement: saveHold, values: [null, null, null], detail: {} }),
    async limit(name, limits) {
      await check(name, ConnectionLimitsSchema, limits);
      const { callsPerSecond = null, concurrency = null } = limits;
      const values = [callsPerSecond, concurrency];
      await save(name, {
        done: "limit",
        statement: saveLimits,
        values,
        detail: { callsPerSecond, concurrency },
      });
    },
  };
}

async function check(connectionName: string, schema: TSchema, order: unknown): Promise<void> {
  if (Value.Check(schema, order)) return;
  // Loaded only to say what is wrong: a command that holds a connection must not wait for it.
  const { compileSchema } = await import("../../platform/validation/validate-json.ts");
  throw new SettingsError(`connection ${connectionName}`, compileSchema(schema)(order));
}

/** By whom a connection is held, since when and why. */
export interface ConnectionHold {
  readonly by: string;
  readonly since: string;
  readonly reason: string;
}

/** The connections that are held, by name. */
export async function listHolds(database: Database): Promise<ReadonlyMap<string, ConnectionHold>> {
  const rows = await database.orm.em
    .fork()
    .execute<{ name: string; by: string | null; since: Date | string; reason: string }[]>(selectHolds);
  return new Map(
    rows.map(({ name, by, since, reason }) => [
      name,
      { by: by ?? "unknown", since: new Date(since).toISOString(), reason },
    ]),
  );
}

/** What people read of a hold. */
export function describeHold({ by, since, reason }: ConnectionHold): string {
  return `held by ${by} since ${since}: ${reason}`;
}

const selectHolds = `select c.name, o.held_by as by, o.held_at as since, o.held_reason as reason
  from connection_controls o join connections c on c.id = o.connection_id
  where o.held_reason is not null and c.removed_at is null`;

/** The controls of one connection, as stored. */
export interface StoredControls {
  readonly connectionId: string;
  readonly heldReason: string | null;
  readonly callsPerSecond: number | null;
  readonly concurrency: number | null;
}

export const selectControls = `select connection_id as "connectionId", held_reason as "heldReason",
  calls_per_second as "callsPerSecond", concurrency from connection_controls`;

/** Tells connections what is ordered now; those without controls are free. */
export function applyControls(
  connections: ReadonlyMap<string, ConnectionRuntime>,
  controls: readonly StoredControls[],
): void {
  const controlsOf = new Map(controls.map((order) => [order.connectionId, order]));
  for (const [id, { caller }] of connections) {
    const { heldReason = null, callsPerSecond = null, concurrency = null } = controlsOf.get(id) ?? {};
    if (heldReason === null) caller.release();
    else caller.hold(heldReason);
    caller.limit({
      ...(callsPerSecond === null ? {} : { callsPerSecond }),
      ...(concurrency === null ? {} : { concurrency }),
    });
  }
}
