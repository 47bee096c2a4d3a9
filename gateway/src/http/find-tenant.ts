import type { ConfigurationModel, TenantModel } from "../configuration/configuration-model.ts";
import { ProblemError } from "./problem-error.ts";

/** A tenant of the configuration, for operators. Throws its problem. */
export function findTenant({ tenants }: ConfigurationModel, name: string): TenantModel {
  const found = tenants.find((tenant) => tenant.name === name);
  if (found === undefined) throw new ProblemError("tenant_not_found");
  return found;
}
