import { GivenReason } from "@kyc-gateway/http-api";
import { Type, type TSchema } from "@sinclair/typebox";
import { type Actor, writeAudit } from "../audit/index.ts";
import { SettingsError } from "../../platform/validation/settings-error.ts";
import { compileSchema } from "../../platform/validation/validate-json.ts";
import { ConnectionLimitsSchema } from "./calling/connection-limits.ts";
import type { Database } from "../../platform/database/database.ts";
import {
  type ConnectionControls,
  type StoredControls,
  createControlsStore,
} from "./connection-controls.store.ts";
import type { ConnectionRuntime } from "./connection-runtime.ts";

/** Why a connection is held, for whoever looks next. */
export const HoldRequest = Type.Object(
  { reason: GivenReason("Why, for other operators") },
  { additionalProperties: false },
);

/** The controls, for orders that nobody has checked: each throws `SettingsError` for what is no order. */
export function createConnectionControls({ pool }: Pick<Database, "pool">, actor: Actor): ConnectionControls {
  const store = createControlsStore({ pool, writeAudit }, actor);
  return {
    async hold(name, reason) {
      check(name, HoldRequest, { reason });
      await store.hold(name, reason);
    },
    release: (name) => store.release(name),
    async limit(name, limits) {
      check(name, ConnectionLimitsSchema, limits);
      await store.limit(name, limits);
    },
  };
}

function check(connectionName: string, schema: TSchema, order: unknown): void {
  const issues = compileSchema(schema)(order);
  if (issues.length > 0) throw new SettingsError(`connection ${connectionName}`, issues);
}

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
