import { Gauge, type Registry } from "prom-client";
import type { Database } from "../../../platform/database/database.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";
import { shareFor } from "../../../platform/database/sql/share-for.ts";

/** Scrapes within this time share one query. */
const freshForMs = 2000;

const states = ["pending", "held", "dead"] as const;

interface Open {
  readonly state: (typeof states)[number];
  readonly count: number;
  readonly oldest: number;
}

/**
 * Erasures that no provider has confirmed, asked of the database when Prometheus asks us: alert on `dead` above 0, and
 * on a `pending` one older than the promise you made. `held` ones wait for a legal hold.
 */
export function registerErasureMetrics(registry: Registry, { monitor }: Database): void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["state"], registers: [registry], collect: () => refresh() });
  const count = gauge("kyc_erasures_unconfirmed", "Erasures that no provider has confirmed yet, by state.");
  const oldest = gauge(
    "kyc_erasure_oldest_unconfirmed_seconds",
    "Age of the oldest erasure that no provider has confirmed yet, by state; 0 when there is none.",
  );
  const look = async () => {
    const rows = await queryRows<Open>(monitor, openText, []);
    for (const state of states) {
      const row = rows.find((candidate) => candidate.state === state);
      count.labels(state).set(row?.count ?? 0);
      oldest.labels(state).set(row?.oldest ?? 0);
    }
  };
  const refresh = shareFor(freshForMs, look);
}

const openText = `
  select case when state = 'pending' and last_failure = 'legal_hold' then 'held' else state end as state,
    count(*)::int as count, extract(epoch from now() - min(requested_at))::float8 as oldest
  from provider_erasures where state <> 'settled' group by 1`;
