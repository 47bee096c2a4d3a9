import type { PriceConfiguration, SecretReference } from "@kyc-gateway/http-api";
import { defineEntity, p } from "@mikro-orm/core";
import { TenantEntity } from "./tenant.entity.ts";

/** One configured account at a provider. Its secrets are sealed apart from its settings. */
export const ConnectionEntity = defineEntity({
  name: "Connection",
  tableName: "connections",
  properties: {
    id: p.uuid().primary(),
    /** Null: shared, by all tenants or by those of `sharedWith`. */
    tenantId: () => p.manyToOne(TenantEntity).joinColumn("tenant_id").mapToPk().strictNullable(),
    sharedWith: p.array().$type<string[]>().columnType("uuid[]").strictNullable(),
    /** Unique among those that are not removed. */
    name: p.text(),
    adapter: p.text(),
    settings: p.json<Record<string, unknown>>(),
    sealedSecrets: p.blob(),
    /** Where a file took the secrets from, by JSON pointer into the settings. */
    secretReferences: p.json<Record<string, SecretReference>>(),
    /** The provider's price list. */
    prices: p.json<PriceConfiguration[]>(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    retiredAt: p.datetime().strictNullable(),
    removedAt: p.datetime().strictNullable(),
  },
});
