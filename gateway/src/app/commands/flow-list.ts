import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { presentFlow } from "../../features/configuration/export-configuration.ts";
import { findTenant } from "../../features/configuration/find-tenant.ts";
import { readModel } from "../../features/configuration/read-present.ts";
import { withConfiguration } from "./with-configuration.ts";

/** A tenant's flows. Throws `NotConfiguredError` for a tenant that is not there. */
export function listFlows(tenant: string): Promise<readonly ReturnType<typeof presentFlow>[]> {
  return withConfiguration(async (parts) => {
    await findTenantId(parts.database, tenant);
    return findTenant(await readModel(parts), tenant).flows.map(presentFlow);
  });
}
