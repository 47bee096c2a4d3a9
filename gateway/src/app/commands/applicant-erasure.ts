import type { Erasure } from "@kyc-gateway/http-api";
import { sealTenantReason } from "../../features/audit/access-reason.ts";
import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { createApplicantKeys } from "../../features/privacy/erasure/applicant-keys.store.ts";
import { createErasureRequests } from "../../features/privacy/erasure/erasure-requests.ts";
import { LegalHoldError } from "../../features/privacy/erasure/erasure.ts";
import { isHeld } from "../../features/privacy/erasure/legal-holds.store.ts";
import { presentErasure } from "../../features/privacy/erasure/present-erasure.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { applicantNotFound } from "./not-found.ts";
import { withDatabase } from "./with-database.ts";

type Target = Readonly<Record<"tenant" | "applicantId", string>>;

/** Erases a person here and queues it at the providers; the audit log says so. Throws `NotConfiguredError`. */
export function eraseApplicant({
  tenant,
  applicantId,
  reason,
}: Target & { reason: string }): Promise<Erasure> {
  return withDatabase(async ({ database, vault, actor }) => {
    const tenantId = await findTenantId(database, tenant);
    const erasures = createErasureRequests(database, createApplicantKeys(database, vault));
    const sealed = await sealTenantReason(vault, tenantId, reason);
    const erasure = await erasures
      .request({ tenantId, target: { applicantId }, cause: "request", actor, reason: sealed })
      .catch(explainHold);
    if (erasure === undefined) throw applicantNotFound(tenant);
    return presentErasure(erasure);
  });
}

/** Which sessions an erasure would empty, and whether a legal hold prevents it; changes nothing. */
export function previewErasure({
  tenant,
  applicantId,
}: Target): Promise<{ readonly sessionIds: readonly string[]; readonly isOnHold: boolean }> {
  return withDatabase(async ({ database, vault }) => {
    const tenantId = await findTenantId(database, tenant);
    const people = createApplicantKeys(database, vault);
    const hash = await people.hash(tenantId, applicantId);
    return database.orm.em.fork().transactional(async (em) => {
      const sessionIds = await people.listSessionIds(em, tenantId, applicantId);
      if (sessionIds.length === 0) throw applicantNotFound(tenant);
      return { sessionIds, isOnHold: await isHeld(em, { tenantId, sessionIds, applicantHashes: [hash] }) };
    });
  });
}

/** Throws what a person at the command line can do about it. */
export function explainHold(error: unknown): never {
  if (!(error instanceof LegalHoldError)) throw error;
  throw new NotConfiguredError(
    "Nothing was erased: a legal hold keeps the data. `kyc-gateway hold list` shows it, `kyc-gateway hold release <id>` ends it.",
  );
}
