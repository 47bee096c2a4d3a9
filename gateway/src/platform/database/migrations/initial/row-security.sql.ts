import { keepToOwner, keepToTenant } from "./keep-to-tenant.sql.ts";

const tenantTables = [
  "api_keys",
  "connections",
  "flows",
  "routing_rules",
  "sessions",
  "idempotency_keys",
  "session_reports",
  "timeline",
  "outbox",
  "event_endpoints",
  "audit_log",
  "legal_holds",
  "account_records",
  "analytics_sessions",
  "analytics_frozen",
  "analytics_cells",
  "analytics_reasons",
  "erasures",
  "provider_erasures",
  "kyc_keys.data_keys",
  "kyc_keys.applicant_keys",
  "kyc_keys.rotations",
];

/**
 * A second lock behind every `where`: what runs as the role `kyc_tenant` sees and writes the rows of the tenants that its
 * transaction names, and no others. The owner of the tables, as whom workers and operators act, is not bound. Which
 * tables the role may touch at all is granted apart, by `migrate`, since an administrator may have to make the role.
 */
export const rowSecurity = [
  keepToTenant("tenants", "id"),
  ...tenantTables.map((table) => keepToTenant(table)),
  keepToOwner("event_resends", "event_endpoints", "endpoint_id"),
  keepToOwner("event_attempts", "event_endpoints", "endpoint_id"),
  keepToOwner("erasure_sessions", "erasures", "erasure_id"),
].join("\n");
