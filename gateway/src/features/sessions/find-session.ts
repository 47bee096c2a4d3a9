import type { Session } from "@kyc-gateway/core";
import { validate as isUuid } from "uuid";
import type { SessionReads } from "./session-reads.store.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

/** A session of the tenant. Throws one and the same problem for a foreign, an unknown and an impossible id. */
export async function findSession(
  reads: Pick<SessionReads, "find">,
  tenantId: string,
  sessionId: string,
): Promise<Session> {
  const session = isUuid(sessionId) ? await reads.find(tenantId, sessionId) : undefined;
  if (session === undefined) throw new ProblemError("session_not_found");
  return session;
}
