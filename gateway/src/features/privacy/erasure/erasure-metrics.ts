import type { Registry } from "prom-client";
import type { Database } from "../../../platform/database/database.ts";
import {
  registerDatabaseGauges,
  type GaugeRow,
} from "../../../platform/database/sql/database-gauges.metrics.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";

/**
 * Erasures that no provider has confirmed: alert on `dead` above 0, and on a `pending` one older than the promise you
 * made. `held` ones wait for a legal hold.
 */
export function registerErasureMetrics(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    label: "state",
    zeroFor: ["pending", "held", "dead"],
    gauges: {
      kyc_erasures_unconfirmed: "Erasures that no provider has confirmed yet, by state.",
      kyc_erasure_oldest_unconfirmed_seconds:
        "Age of the oldest erasure that no provider has confirmed yet, by state; 0 when there is none.",
    },
    read: () => queryRows<GaugeRow>(monitor, openText, []),
  });
}

const openText = `
  select case when state = 'pending' and last_failure = 'legal_hold' then 'held' else state end as label,
    count(*)::int as kyc_erasures_unconfirmed,
    extract(epoch from now() - min(requested_at))::float8 as kyc_erasure_oldest_unconfirmed_seconds
  from provider_erasures where state <> 'settled' group by 1`;
