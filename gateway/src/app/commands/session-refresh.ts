import type { Session } from "@kyc-gateway/http-api";
import type { Session as StoredSession } from "@kyc-gateway/core";
import { explainProviderFailure } from "../../features/providers/provider-problem.ts";
import { presentSession } from "../../features/sessions/present-session.ts";
import { LeaseLostError } from "../../features/sessions/refresh.store.ts";
import type { SessionReads } from "../../features/sessions/session-reads.store.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { sessionNotFound } from "./not-found.ts";
import { withDomain } from "./with-domain.ts";

/**
 * Asks the provider now, and applies what it says. While another fetch is under way, gives what is known. Throws
 * `NotConfiguredError` and `ProblemError`.
 */
export function refreshSession(sessionId: string): Promise<Session> {
  return withDomain(async ({ sessions, config }) => {
    const { id } = await findUnerased(sessions.reads, sessionId);
    const outcome = await sessions
      .refresh(id, "refresh", Date.now() + config.requestDeadlineMs)
      .catch((error: unknown) => ({ kind: "thrown" as const, error }));
    if (outcome.kind === "settled") return presentSession(outcome.session);
    // An erasure that came in between is the answer, not how the fetch failed.
    const session = await findUnerased(sessions.reads, sessionId);
    if (outcome.kind === "thrown" && !(outcome.error instanceof LeaseLostError)) throw outcome.error;
    if (outcome.kind === "failed") throw explainProviderFailure(outcome.failure);
    return presentSession(session);
  });
}

async function findUnerased(reads: SessionReads, sessionId: string): Promise<StoredSession> {
  const session = await reads.findOfAny(sessionId);
  if (session === undefined) throw sessionNotFound(sessionId);
  if (session.erasure !== "none") throw new ProblemError("session_erased");
  return session;
}
