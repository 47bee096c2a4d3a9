import { Migration } from "@mikro-orm/migrations";
import { keepToOwner, keepToTenant } from "../tenancy/keep-to-tenant.ts";

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
  "erasures",
  "provider_erasures",
  "kyc_keys.data_keys",
  "kyc_keys.applicant_keys",
  "kyc_keys.rotations",
];
const ownedTables = ["event_resends", "event_attempts", "erasure_sessions"];

/**
 * A second lock behind every `where`: what runs as the role `kyc_tenant` sees and writes the rows of the tenants that its
 * transaction names, and no others. The owner of the tables, as whom workers and operators act, is not bound. Which
 * tables the role may touch at all is granted apart, by `migrate`, since an administrator may have to make the role.
 */
export class Migration0060RowSecurity extends Migration {
  override up(): void {
    this.addSql(
      `lock table tenants, ${[...tenantTables, ...ownedTables].join(", ")} in access exclusive mode;`,
    );
    this.addSql(keepToTenant("tenants", "id"));
    for (const table of tenantTables) this.addSql(keepToTenant(table));
    this.addSql(keepToOwner("event_resends", "event_endpoints", "endpoint_id"));
    this.addSql(keepToOwner("event_attempts", "event_endpoints", "endpoint_id"));
    this.addSql(keepToOwner("erasure_sessions", "erasures", "erasure_id"));
  }
}
