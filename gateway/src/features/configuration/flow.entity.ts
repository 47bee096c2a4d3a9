import type { CheckKind } from "@kyc-gateway/adapter-spec/v1";
import { defineEntity, p } from "@mikro-orm/core";
import { TenantEntity } from "./tenant.entity.ts";
import type { LaunchPageModel } from "./configuration-model.ts";

/** One connection that a flow may use, in order of preference. */
export interface StoredTarget {
  readonly connectionId: string;
  readonly settings: unknown;
}

/** A tenant's named recipe. */
export const FlowEntity = defineEntity({
  name: "Flow",
  tableName: "flows",
  properties: {
    id: p.uuid().primary(),
    tenantId: () => p.manyToOne(TenantEntity).joinColumn("tenant_id").mapToPk(),
    name: p.text(),
    requiredChecks: p.array().$type<CheckKind[]>(),
    /** How long an approval counts, as an ISO 8601 duration; null: as long as the document. */
    validFor: p.text().strictNullable(),
    /** The page of ours that applicants enter by; null: they enter at the provider. */
    launchPage: p.json<LaunchPageModel>().strictNullable(),
    targets: p.json<StoredTarget[]>(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
