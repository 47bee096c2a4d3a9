import type { RuleConditions } from "@kyc-gateway/core";
import { defineEntity, p } from "@mikro-orm/core";
import { TenantEntity } from "./tenant.entity.ts";

/** One connection that a rule sends applicants to. */
export interface StoredRuleTarget {
  readonly connectionId: string;
  readonly priority: number;
  readonly weight: number;
}

/** The part of a rule's applicants that tries a connection out. */
export interface StoredCanary {
  readonly connectionId: string;
  readonly percent: number;
}

/** One of a tenant's ordered routing rules. */
export const RoutingRuleEntity = defineEntity({
  name: "RoutingRule",
  tableName: "routing_rules",
  properties: {
    tenantId: () => p.manyToOne(TenantEntity).primary().joinColumn("tenant_id").mapToPk(),
    position: p.integer().primary(),
    name: p.text(),
    conditions: p.json<RuleConditions>(),
    targets: p.json<StoredRuleTarget[]>(),
    canary: p.json<StoredCanary>().strictNullable(),
  },
});
