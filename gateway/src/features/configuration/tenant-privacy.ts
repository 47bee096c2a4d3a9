import type { Database } from "../../platform/database/database.ts";
import type { ConfigurationSnapshot } from "./configuration-snapshot.ts";
import { completePrivacy } from "./privacy-settings.ts";
import { TenantEntity } from "./tenant.entity.ts";

/** What tenants demand for their people's data, without the rest of the configuration. */
export async function readTenantPrivacy({
  orm,
}: Pick<Database, "orm">): Promise<Pick<ConfigurationSnapshot, "tenants" | "privacy">> {
  const rows = await orm.em.fork().findAll(TenantEntity);
  return {
    tenants: new Map(rows.map(({ name, id }) => [name, id])),
    privacy: new Map(rows.map(({ id, privacy }) => [id, completePrivacy(privacy)])),
  };
}
