import { defineEntity, p } from "@mikro-orm/core";
import { TenantEntity } from "../configuration/index.ts";

/** A product's key: only its hash is kept. */
export const ApiKeyEntity = defineEntity({
  name: "ApiKey",
  tableName: "api_keys",
  properties: {
    id: p.uuid().primary(),
    tenantId: () => p.manyToOne(TenantEntity).joinColumn("tenant_id").mapToPk(),
    name: p.text(),
    secretHash: p.blob().unique(),
    scopes: p.array(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().strictNullable(),
    revokedAt: p.datetime().strictNullable(),
  },
});
