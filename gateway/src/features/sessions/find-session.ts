import type { Session } from "@kyc-gateway/core";
import type { SessionReads } from "./session-reads.store.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a session can have this id at all. */
export function isSessionId(text: string): boolean {
  return uuid.test(text);
}

/** A session of the tenant. Throws one and the same problem for a foreign, an unknown and an impossible id. */
export async function findSession(
  reads: SessionReads,
  tenantId: string,
  sessionId: string,
): Promise<Session> {
  const session = isSessionId(sessionId) ? await reads.find(tenantId, sessionId) : undefined;
  if (session === undefined) throw new ProblemError("session_not_found");
  return session;
}
