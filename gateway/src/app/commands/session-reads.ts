import type { ListOperatorSessions, OperatorSession, Session } from "@kyc-gateway/http-api";
import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { listConnections, listTenants } from "../../features/configuration/list-configured.ts";
import { planSearch } from "../../features/operators/plan-search.ts";
import { presentOperatorSession } from "../../features/operators/present-operator-session.ts";
import { searchSessions } from "../../features/operators/search-sessions.store.ts";
import { openSession } from "../../features/sessions/session-row.store.ts";
import { presentSession } from "../../features/sessions/present-session.ts";
import { createSessionReads, type SessionReads } from "../../features/sessions/session-reads.store.ts";
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

/** Newest first. Throws `NotConfiguredError` for a tenant, and `ProblemError` for a connection, that is not there. */
export function listSessions(
  query: Omit<ListOperatorSessions, "limit" | "cursor">,
  limit: number,
): Promise<readonly OperatorSession[]> {
  return withDatabase(async ({ database, vault }) => {
    if (query.tenant !== undefined) await findTenantId(database, query.tenant);
    const [tenants, connections] = [await listTenants(database), await listConnections(database)];
    const scope = {
      tenants: new Map(tenants.map(({ id, name }) => [name, id])),
      connections: new Map(connections.map(({ id, name }) => [name, id])),
    };
    const rows = await searchSessions(database, await planSearch({ vault, scope }, query), { limit });
    const view = {
      nameOfTenant: (id: string) => tenants.find((tenant) => tenant.id === id)?.name ?? id,
      findConnection: (id: string) => connections.find((connection) => connection.id === id),
      canSeeApplicant: true,
    };
    return Promise.all(rows.map(async (row) => presentOperatorSession(await openSession(vault, row), view)));
  });
}
