import { ProblemError } from "../../platform/http/problem-error.ts";
import type { Services } from "../../app/services.ts";
import { kvaryNames } from "./provision-kvary.ts";

/** The tenant's id. Throws 503 until the catalog is there. */
export function findKvaryTenant({ catalog }: Services): string {
  const id = catalog.current.tenants.get(kvaryNames.tenant);
  if (id === undefined) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  return id;
}
