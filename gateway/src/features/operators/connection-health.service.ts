import type { ConnectionHealth } from "@kyc-gateway/http-api";
import type { InferEntity } from "@mikro-orm/core";
import type { Database } from "../../platform/database/database.ts";
import { createTenantNames, type ConfigurationSnapshot } from "../configuration/index.ts";
import { ConnectionControlsEntity, type ConnectionRuntime, type RecentCalls } from "../providers/index.ts";
import { ConnectionActivityEntity } from "../webhooks/index.ts";

/** By name. What operators ordered and the pace of webhooks are asked from the database, all else is in memory. */
export async function listConnectionHealth(
  { orm }: Pick<Database, "orm">,
  snapshot: Pick<ConfigurationSnapshot, "connectionsByName" | "tenants">,
): Promise<readonly ConnectionHealth[]> {
  const [controls, activity] = await Promise.all([
    orm.em.fork().findAll(ConnectionControlsEntity),
    orm.em.fork().findAll(ConnectionActivityEntity),
  ]);
  const nameOf = createTenantNames(snapshot);
  return [...snapshot.connectionsByName.values()]
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((runtime) => {
      const own = controls.find(({ connectionId }) => connectionId === runtime.id);
      const seen = activity.find(({ connectionId }) => connectionId === runtime.id);
      return {
        ...presentRuntime(runtime),
        tenant: runtime.tenantId === null ? null : nameOf(runtime.tenantId),
        hold: presentHold(own),
        limits: { callsPerSecond: own?.callsPerSecond ?? null, concurrency: own?.concurrency ?? null },
        lastDeliveryAt: seen?.lastDeliveryAt.toISOString() ?? null,
        usualGapSeconds: seen?.usualGapSeconds ?? null,
      };
    });
}

type OfRuntime = Pick<
  ConnectionHealth,
  "connection" | "adapter" | "state" | "breakers" | "recentCalls" | "recentFailures"
>;

const mostFailures = 20;

function presentRuntime({ name, manifest, isRetired, caller, recentCalls }: ConnectionRuntime): OfRuntime {
  const breakers = caller.listBreakers();
  const isFailing = breakers.some(({ state }) => state !== "closed");
  const calls = recentCalls.list();
  const failures = calls.flatMap(({ code, ...call }) => (code === null ? [] : [{ ...call, code }]));
  return {
    connection: name,
    adapter: manifest.id,
    state: caller.heldBecause === undefined ? (isFailing ? "failing" : isRetired ? "retired" : "ok") : "held",
    breakers: [...breakers],
    recentCalls: { ...summarise(calls), failures: failures.length },
    recentFailures: failures
      .slice(-mostFailures)
      .toReversed()
      .map(({ at, ...failure }) => ({ ...failure, at: at.toISOString() })),
  };
}

function summarise(
  calls: ReturnType<RecentCalls["list"]>,
): Omit<ConnectionHealth["recentCalls"], "failures"> {
  const durations = calls.map(({ durationMs }) => durationMs).toSorted((one, other) => one - other);
  return {
    calls: calls.length,
    medianMs: durations[Math.floor(durations.length / 2)] ?? null,
    slowestMs: durations.at(-1) ?? null,
    since: calls[0]?.at.toISOString() ?? null,
  };
}

function presentHold(
  controls:
    | Pick<InferEntity<typeof ConnectionControlsEntity>, "heldReason" | "heldAt" | "heldBy">
    | undefined,
): ConnectionHealth["hold"] {
  const { heldReason: reason = null, heldAt = null, heldBy } = controls ?? {};
  if (reason === null || heldAt === null) return null;
  return { by: heldBy ?? "unknown", since: heldAt.toISOString(), reason };
}
