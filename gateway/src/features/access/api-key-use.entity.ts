import { defineEntity, p } from "@mikro-orm/core";
import { ApiKeyEntity } from "./api-key.entity.ts";

/** When a product's key was last used, to the hour. */
export const ApiKeyUseEntity = defineEntity({
  name: "ApiKeyUse",
  tableName: "api_key_uses",
  properties: {
    keyId: () => p.manyToOne(ApiKeyEntity).primary().joinColumn("key_id").mapToPk(),
    lastUsedAt: p.datetime(),
  },
});
