import { attemptOutcomes, type AttemptOutcome } from "@kyc-gateway/http-api";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { shareFor } from "../../platform/database/sql/share-for.ts";

/** What is counted of outgoing events. Labels are closed vocabularies. */
export interface EventMetrics {
  readonly attempts: Counter<"outcome" | "kind">;
  readonly firstAttemptLag: Histogram;
}

const lagSeconds = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600, 86_400];
const states = ["active", "warned", "disabled"] as const;
/** Pending events of one endpoint are counted up to here. */
const countLimit = 10_000;
/** Scrapes within this time share one query. */
const freshForMs = 2000;

interface StateRow {
  readonly state: string;
  readonly endpoints: number;
  readonly pending: number;
  readonly oldest: number;
}

export function createEventMetrics(
  registry: Registry,
  { database, countWaiters }: { readonly database: Database; readonly countWaiters: () => number },
): EventMetrics {
  const registers = [registry];
  const attempts = new Counter({
    name: "kyc_event_attempts_total",
    help: "POSTs of events to endpoints, by what became of them, and whether they were live, resent or a test.",
    labelNames: ["outcome", "kind"],
    registers,
  });
  for (const outcome of Object.keys(attemptOutcomes) as AttemptOutcome[])
    attempts.labels(outcome, "live").inc(0);
  registerStateGauges(registers, database);
  const waiters: Gauge = new Gauge({
    name: "kyc_event_feed_waiters",
    help: "Consumers of the event feed that wait in this process, long polls and streams.",
    registers,
    collect: () => {
      waiters.set(countWaiters());
    },
  });
  return {
    attempts,
    firstAttemptLag: new Histogram({
      name: "kyc_event_first_attempt_lag_seconds",
      help: "Time between a change and the first attempt to deliver its event.",
      buckets: lagSeconds,
      registers,
    }),
  };
}

/** Asked of the database when Prometheus asks us. */
function registerStateGauges(registers: Registry[], database: Database): void {
  const collect = () => refresh();
  const shared = { labelNames: ["state"] as const, registers, collect };
  const endpoints = new Gauge({ name: "kyc_event_endpoints", help: "Endpoints by state.", ...shared });
  const pending = new Gauge({
    name: "kyc_event_pending",
    help: `Events that an endpoint has not got yet, by the endpoint's state; at most ${countLimit} are counted of each endpoint.`,
    ...shared,
  });
  const oldest = new Gauge({
    name: "kyc_event_pending_oldest_seconds",
    help: "Age of the oldest event that an endpoint has not got yet, by the endpoint's state; 0 when there is none.",
    ...shared,
  });
  const look = async (): Promise<void> => {
    const rows = await queryRows<StateRow>(database.monitor, stateText, [countLimit]);
    for (const state of states) {
      const row = rows.find((candidate) => candidate.state === state);
      endpoints.labels(state).set(row?.endpoints ?? 0);
      pending.labels(state).set(row?.pending ?? 0);
      oldest.labels(state).set(row?.oldest ?? 0);
    }
  };
  const refresh = shareFor(freshForMs, look);
}

const stateText = `
  select e.state, count(*)::int as endpoints, coalesce(sum(p.count), 0)::int as pending,
    greatest(coalesce(extract(epoch from now() - min(p.oldest)), 0), 0)::float8 as oldest
  from event_endpoints e cross join lateral (
    select count(*) as count, min(occurred_at) as oldest from (
      select o.occurred_at from outbox o where o.tenant_id = e.tenant_id and o.number > e.cursor_number
        and (e.types is null or o.type = any(e.types)) order by o.number limit $1
    ) q
  ) p group by e.state`;
