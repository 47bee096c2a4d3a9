import type { GaugeRow } from "../../platform/database/sql/database-gauges.metrics.ts";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";

/** Deliveries that are not applied, by state. */
export function readBacklog(on: Queryable): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, inboxText, []);
}

/** How old the newest event is. */
export function readNewestEventAge(on: Queryable): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, outboxText, []);
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
