import type { GaugeRow } from "../../platform/database/sql/database-gauges.metrics.ts";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";

/** When the first of each tenant's keys ends that is still in use. */
export function readKeyExpiries(on: Queryable): Promise<readonly GaugeRow[]> {
  return queryRows<GaugeRow>(on, text, []);
}

/** Uses are noted to the hour: one of the last two is one of now. */
const text = `
  select t.name as tenant, extract(epoch from min(k.expires_at) - now())::float8 as kyc_api_key_expiry_seconds
  from api_keys k join api_key_uses u on u.key_id = k.id join tenants t on t.id = k.tenant_id
  where k.revoked_at is null and k.expires_at > now() and u.last_used_at > now() - interval '2 hours'
  group by t.name order by min(k.expires_at) limit 50`;
