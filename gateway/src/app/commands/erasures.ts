import type { Erasure } from "@kyc-gateway/http-api";
import { listTenants } from "../../features/configuration/list-configured.ts";
import type { OpenErasure } from "../../features/privacy/erasure/erasure-admin.store.ts";
import { findErasure } from "../../features/privacy/erasure/erasure.store.ts";
import { presentErasure } from "../../features/privacy/erasure/present-erasure.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { withDatabase } from "./with-database.ts";
import { withDomain } from "./with-domain.ts";

/** What no provider has confirmed yet, the oldest first. */
export function listOpenErasures(query: {
  readonly state?: OpenErasure["state"];
  readonly limit: number;
}): Promise<readonly (OpenErasure & { readonly tenant: string })[]> {
  return withDomain(async ({ erasures, database }) => {
    const open = await erasures.admin.list(query);
    const names = new Map((await listTenants(database)).map(({ id, name }) => [id, name]));
    return open.map((line) => ({ ...line, tenant: names.get(line.tenantId) ?? line.tenantId }));
  });
}

/** Whosever it is. Throws `NotConfiguredError`. */
export function readErasure(
  erasureId: string,
): Promise<{ readonly tenant: string; readonly erasure: Erasure }> {
  return withDatabase(async ({ database }) => {
    // Erasures are read tenant by tenant, as PostgreSQL's row security has it.
    for (const { id, name } of await listTenants(database)) {
      const erasure = await findErasure(database, id, erasureId);
      if (erasure !== undefined) return { tenant: name, erasure: presentErasure(erasure) };
    }
    throw new NotConfiguredError(
      `There is no erasure ${erasureId}. \`kyc-gateway applicant erase\` prints an erasure's id; \`kyc-gateway audit list\` shows who asked for one.`,
    );
  });
}
