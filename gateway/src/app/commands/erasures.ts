import type { Erasure } from "@kyc-gateway/http-api";
import { listTenants } from "../../features/configuration/list-configured.ts";
import { findErasureOfAny, type OpenErasure } from "../../features/privacy/erasure/erasure-admin.store.ts";
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
    const erasure = await findErasureOfAny(database, erasureId);
    if (erasure !== undefined) {
      const tenant = (await listTenants(database)).find(({ id }) => id === erasure.tenantId);
      return { tenant: tenant?.name ?? erasure.tenantId, erasure: presentErasure(erasure) };
    }
    throw new NotConfiguredError(
      `There is no erasure ${erasureId}. \`kyc-gateway applicant erase\` prints an erasure's id; \`kyc-gateway audit list\` shows who asked for one.`,
    );
  });
}

/** Throws `NotConfiguredError` for an erasure that is not open. */
export function retryErasure(sessionId: string): Promise<void> {
  return withDomain(async ({ erasures }, actor) =>
    requireOpen(await erasures.admin.retry(actor, sessionId), sessionId),
  );
}

/** Throws `NotConfiguredError` for an erasure that is not open. */
export function confirmErasure(sessionId: string, reason: string): Promise<void> {
  return withDomain(async ({ erasures }, actor) =>
    requireOpen(await erasures.admin.confirm(actor, sessionId, reason), sessionId),
  );
}

function requireOpen(isOpen: boolean, sessionId: string): void {
  if (isOpen) return;
  throw new NotConfiguredError(
    `Session ${sessionId} has no open erasure. \`kyc-gateway erasure list\` shows those that are open.`,
  );
}
