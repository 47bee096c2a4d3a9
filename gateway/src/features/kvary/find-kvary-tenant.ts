import { ProblemError } from "../../platform/http/problem-error.ts";
import type { CatalogKeeper } from "../configuration/catalog-keeper.ts";
import { kvaryNames } from "./provision-kvary.ts";

/** The tenant's id. Throws 503 until the catalog is there. */
export function findKvaryTenant({ catalog }: { readonly catalog: CatalogKeeper }): string {
  const id = catalog.current.tenants.get(kvaryNames.tenant);
  if (id === undefined) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  return id;
}
