import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { listTenants } from "../../features/configuration/list-configured.ts";
import { createApplicantKeys } from "../../features/privacy/erasure/applicant-keys.store.ts";
import {
  createLegalHolds,
  type LegalHold,
  type NewHold,
} from "../../features/privacy/erasure/legal-hold-admin.store.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { applicantNotFound, sessionNotFound } from "./not-found.ts";
import { withDatabase, type CommandParts } from "./with-database.ts";

/** A hold with its tenant's name. */
export type HoldLine = LegalHold & { readonly tenant: string };

/** Newest first. Throws `NotConfiguredError` for a tenant that is not there. */
export function listHolds(query: {
  readonly tenant?: string;
  readonly isLive: boolean;
  readonly limit: number;
}): Promise<readonly HoldLine[]> {
  return withDatabase(async (parts) => {
    const { database } = parts;
    const tenantId = query.tenant === undefined ? undefined : await findTenantId(database, query.tenant);
    const found = await openHolds(parts).list({ tenantId, isLive: query.isLive, limit: query.limit });
    const names = new Map((await listTenants(database)).map(({ id, name }) => [id, name]));
    return found.map((hold) => ({ ...hold, tenant: names.get(hold.tenantId) ?? hold.tenantId }));
  });
}

/** Gives the hold's id; the audit log says who placed it. Throws `NotConfiguredError`. */
export function placeHold(tenant: string, { target, reason }: Omit<NewHold, "tenantId">): Promise<string> {
  return withDatabase(async (parts) => {
    const tenantId = await findTenantId(parts.database, tenant);
    const hold = await openHolds(parts).place(parts.actor, { tenantId, target, reason });
    if (hold !== undefined) return hold.id;
    throw "sessionId" in target ? sessionNotFound(target.sessionId) : applicantNotFound(tenant);
  });
}

/** The audit log says who released it. Throws `NotConfiguredError`. */
export function releaseHold(holdId: string, reason: string): Promise<void> {
  return withDatabase(async (parts) => {
    if ((await openHolds(parts).release(parts.actor, holdId, reason)) === undefined)
      throw new NotConfiguredError(
        `There is no live legal hold ${holdId}. \`kyc-gateway hold list\` shows those that stand.`,
      );
  });
}

function openHolds({ database, vault }: CommandParts) {
  return createLegalHolds({ database, vault, people: createApplicantKeys(database, vault) });
}
