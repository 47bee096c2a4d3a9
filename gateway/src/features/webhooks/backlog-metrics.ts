import type { Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import {
  registerDatabaseGauges,
  type GaugeRow,
} from "../../platform/database/sql/database-gauges.metrics.ts";
import { queryRows } from "../../platform/database/sql/query.ts";

/** What waits in the inbox and how long already. */
export function registerBacklogMetrics(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    label: "state",
    zeroFor: ["waiting", "unmatched", "processing", "parked"],
    gauges: {
      kyc_inbox_deliveries: "Deliveries that are not applied, by state.",
      kyc_inbox_oldest_delivery_seconds:
        "Age of the oldest delivery that is not applied, by state; 0 when there is none.",
    },
    read: () => queryRows<GaugeRow>(monitor, inboxText, []),
  });
  registerDatabaseGauges({
    registry,
    gauges: { kyc_outbox_newest_event_age_seconds: "Age of the newest event in the outbox." },
    read: () => queryRows<GaugeRow>(monitor, outboxText, []),
  });
}

/** Each part has an index of its own. */
const inboxText = `
  select state as label, count(*)::int as kyc_inbox_deliveries,
    extract(epoch from now() - min(received_at))::float8 as kyc_inbox_oldest_delivery_seconds
  from (
    select state, received_at from deliveries where state = 'waiting'
    union all
    select state, received_at from deliveries where state in ('unmatched', 'processing', 'parked')
  ) d group by state`;

/** 0 when there is no event. Ids begin with their time. */
const outboxText = `
  select '' as label, coalesce((select extract(epoch from now() - occurred_at) from outbox
    order by id desc limit 1), 0)::float8 as kyc_outbox_newest_event_age_seconds`;
