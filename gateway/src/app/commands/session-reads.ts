import type { Session } from "@kyc-gateway/http-api";
import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { presentSession } from "../../features/sessions/present-session.ts";
import {
  createSessionReads,
  type SessionFilter,
  type SessionReads,
} from "../../features/sessions/session-reads.store.ts";
import { sessionNotFound } from "./not-found.ts";
import { withDatabase } from "./with-database.ts";

/** A session with what happened to it, and why it is where it is. */
export interface SessionView extends Awaited<ReturnType<SessionReads["findTimeline"]>> {
  readonly session: Session;
}

/** Throws `NotConfiguredError`. */
export function readSession(sessionId: string): Promise<SessionView> {
  return withDatabase(async ({ database, vault }) => {
    const reads = createSessionReads(database, vault);
    const session = await reads.findOfAny(sessionId);
    if (session === undefined) throw sessionNotFound(sessionId);
    return {
      session: presentSession(session),
      ...(await reads.findTimeline(session.tenantId, session.id)),
    };
  });
}

/** Newest first. Throws `NotConfiguredError` for a tenant that is not there. */
export function listSessions(
  tenant: string,
  filter: Pick<SessionFilter, "applicantId" | "status">,
  limit: number,
): Promise<readonly Session[]> {
  return withDatabase(async ({ database, vault }) => {
    const tenantId = await findTenantId(database, tenant);
    const found = await createSessionReads(database, vault).list(tenantId, filter, { limit });
    return found.map(presentSession);
  });
}
