import type { Session as SessionBody } from "@kyc-gateway/http-api";
import type { OperatorVerdict, Session } from "@kyc-gateway/core";
import { sealTenantReason } from "../../features/audit/access-reason.ts";
import { createApplicantKeys } from "../../features/privacy/erasure/applicant-keys.store.ts";
import { createErasureRequests } from "../../features/privacy/erasure/erasure-requests.ts";
import { presentSession } from "../../features/sessions/present-session.ts";
import { createSessionReads } from "../../features/sessions/session-reads.store.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { explainHold } from "./applicant-erasure.ts";
import { sessionNotFound } from "./not-found.ts";
import { withDatabase } from "./with-database.ts";
import { withDomain } from "./with-domain.ts";

/** Decides a session by name; the audit log says why. Throws `NotConfiguredError`. */
export function decideSession(
  sessionId: string,
  { verdict, reason }: { readonly verdict: OperatorVerdict; readonly reason: string },
): Promise<SessionBody> {
  return withDomain(async ({ sessions }, actor) => {
    const { kind } = await sessions.decide(actor, { sessionId, verdict, reason });
    if (kind === "session_not_found") throw sessionNotFound(sessionId);
    if (kind !== "decided" && kind !== "same")
      throw new NotConfiguredError(
        `Session ${sessionId} cannot be decided: ${refusals[kind]} \`kyc-gateway session show ${sessionId}\` shows it.`,
      );
    return presentSession(requireFound(await sessions.reads.findOfAny(sessionId), sessionId));
  });
}

const refusals = {
  session_erased: "its data are erased.",
  session_not_decidable: "it is neither PENDING_REVIEW nor APPROVED nor REJECTED.",
  version_changed: "it has changed in the meantime.",
} as const;

/** Erases a session here and queues it at its provider; gives the erasure's id. Throws `NotConfiguredError`. */
export function eraseSession(sessionId: string, reason: string): Promise<string> {
  return withDatabase(async ({ database, vault, actor }) => {
    const { tenantId } = requireFound(
      await createSessionReads(database, vault).findOfAny(sessionId),
      sessionId,
    );
    const erasures = createErasureRequests(database, createApplicantKeys(database, vault));
    const sealed = await sealTenantReason(vault, tenantId, reason);
    const erasure = await erasures
      .request({ tenantId, target: { sessionId }, cause: "request", actor, reason: sealed })
      .catch(explainHold);
    return requireFound(erasure, sessionId).id;
  });
}

function requireFound<Found extends Session | { readonly id: string }>(
  found: Found | undefined,
  sessionId: string,
): Found {
  if (found === undefined) throw sessionNotFound(sessionId);
  return found;
}
