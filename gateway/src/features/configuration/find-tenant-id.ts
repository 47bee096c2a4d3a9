import type { Database } from "../../platform/database/database.ts";
import { isConfigurationName } from "../../platform/validation/is-configuration-name.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { TenantEntity } from "./tenant.entity.ts";

/** Throws `NotConfiguredError`. */
export async function findTenantId({ orm }: Database, name: string): Promise<string> {
  const tenant = isConfigurationName(name) ? await orm.em.fork().findOne(TenantEntity, { name }) : null;
  if (tenant === null)
    throw new NotConfiguredError(
      `There is no tenant "${name}". Make it with: kyc-gateway tenant add ${name}`,
    );
  return tenant.id;
}
