import type { Session } from "./session.ts";
import { findMachineState, isDecided } from "./status-machine.ts";
import type { SessionState, Transition } from "./transition.ts";

/**
 * Whether an applicant may be given a fresh link: not while nobody is known to have a session, nor where there is nothing left
 * to do. Our own expiry is an assumption, and a case that was taken up again is open.
 */
export function canRelaunch(session: Pick<Session, "status" | "origin" | "reopenedAt">): boolean {
  const state = findMachineState(session);
  const isOpen = state === "SESSION_CREATED" || state === "IN_PROGRESS" || state === "LAPSED";
  return isOpen || (isDecided(session.status) && session.reopenedAt !== null);
}

/** What a fresh link does to a session: it is open again where our clock had closed it. Undefined: nothing. */
export function decideRelaunch(session: SessionState, at: Date): Transition | undefined {
  if (findMachineState(session) !== "LAPSED") return undefined;
  const { attempt, seq, status: from, reported } = session;
  return {
    seq: seq + 1,
    attempt,
    at,
    from,
    to: reported === "IN_PROGRESS" ? "IN_PROGRESS" : "SESSION_CREATED",
    origin: "provider",
    reasons: [],
    cause: "relaunch",
    isReversal: false,
    eventType: "session.status_changed",
  };
}
