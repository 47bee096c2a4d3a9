import type { GaugeRow } from "../../../platform/database/sql/database-gauges.metrics.ts";
import { queryRows, type Queryable } from "../../../platform/database/sql/query.ts";

/** Endpoints, and what waits for them, by state; at most `countLimit` events are counted of each endpoint. */
export function readEndpointGauges(on: Queryable, countLimit: number): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, stateText, [countLimit]);
}

const stateText = `
  select e.state as label, count(*)::int as kyc_event_endpoints,
    coalesce(sum(p.count), 0)::int as kyc_event_pending,
    greatest(coalesce(extract(epoch from now() - min(p.oldest)), 0), 0)::float8 as kyc_event_pending_oldest_seconds
  from event_endpoints e cross join lateral (
    select count(*) as count, min(occurred_at) as oldest from (
      select o.occurred_at from outbox o where o.tenant_id = e.tenant_id and o.number > e.cursor_number
        and (e.types is null or o.type = any(e.types)) order by o.number limit $1
    ) q
  ) p group by e.state`;

/** What waits for each tenant's endpoints that are not disabled; those beyond `mostTenants` are one. */
export function readTenantBacklog(
  on: Queryable,
  { countLimit, mostTenants }: { readonly countLimit: number; readonly mostTenants: number },
): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, tenantText, [countLimit, mostTenants]);
}

const tenantText = `
  with pending as (
    select e.tenant_id, sum(p.count) as count, min(p.oldest) as oldest
    from event_endpoints e cross join lateral (
      select count(*) as count, min(occurred_at) as oldest from (
        select o.occurred_at from outbox o where o.tenant_id = e.tenant_id and o.number > e.cursor_number
          and (e.types is null or o.type = any(e.types)) order by o.number limit $1
      ) q
    ) p where e.state <> 'disabled' group by e.tenant_id
  ), ranked as (
    select p.*, t.name, row_number() over (order by p.count desc, t.name) as rank
    from pending p join tenants t on t.id = p.tenant_id
  )
  select case when rank <= $2 then name else 'other' end as tenant, sum(count)::int as kyc_tenant_events_pending,
    greatest(coalesce(extract(epoch from now() - min(oldest)), 0), 0)::float8 as kyc_tenant_events_pending_oldest_seconds
  from ranked group by 1`;
