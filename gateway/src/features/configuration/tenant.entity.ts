import { defineEntity, p } from "@mikro-orm/core";
import type { StoredPrivacy } from "./privacy-settings.ts";

/** An internal product. */
export const TenantEntity = defineEntity({
  name: "Tenant",
  tableName: "tenants",
  properties: {
    id: p.uuid().primary(),
    name: p.text().unique(),
    createdAt: p.datetime(),
    privacy: p.json<StoredPrivacy>(),
    /** Days before an approval's end at which it is announced; 0: never. */
    noticeDays: p.integer(),
    /** Schemes of its apps that applicants may return to. */
    appSchemes: p.json<readonly string[]>(),
  },
});
