import type { ConfigurationSnapshot } from "./configuration-snapshot.ts";
import type { ConfigurationModel, TenantModel } from "./configuration-model.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

/** A tenant of the configuration, for operators. Throws its problem. */
export function findTenant({ tenants }: ConfigurationModel, name: string): TenantModel {
  const found = tenants.find((tenant) => tenant.name === name);
  if (found === undefined) throw new ProblemError("tenant_not_found");
  return found;
}

/** Gives tenants' names; an id that is not in the configuration yet stands for itself. */
export function createTenantNames({
  tenants,
}: Pick<ConfigurationSnapshot, "tenants">): (tenantId: string) => string {
  const names = new Map([...tenants].map(([name, id]) => [id, name]));
  return (tenantId) => names.get(tenantId) ?? tenantId;
}
