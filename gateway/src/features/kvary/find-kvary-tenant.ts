import { ProblemError } from "../../platform/http/problem-error.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { kvaryNames } from "./provision-kvary.ts";

/** The tenant's id. Throws 503 until the configuration is there. */
export function findKvaryTenant({ configuration }: { readonly configuration: CurrentConfiguration }): string {
  const id = configuration.current.tenants.get(kvaryNames.tenant);
  if (id === undefined) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  return id;
}
