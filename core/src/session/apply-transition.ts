import type { Session } from "./session.ts";
import { isDecided } from "./status-machine.ts";
import type { Transition } from "./transition.ts";

type Before = Pick<Session, "createdAt" | "decidedAt" | "reopenedAt" | "lapsesAt">;

/** What a transition makes of a session. */
export type SessionChange = Pick<
  Session,
  "status" | "origin" | "reasons" | "seq" | "updatedAt" | "decidedAt" | "reopenedAt" | "lapsesAt"
>;

export function applyTransition(before: Before, transition: Transition): SessionChange {
  const { to: status, origin, reasons, seq, at: updatedAt } = transition;
  return {
    status,
    origin,
    reasons,
    seq,
    updatedAt,
    decidedAt: isNewDecision(transition) ? updatedAt : before.decidedAt,
    reopenedAt: findReopening(before, transition),
    lapsesAt: extendLapse(before, transition),
  };
}

/** That the provider comes back to its decision makes no new one; that an operator confirms it does. */
function isNewDecision({ from, to, eventType, cause }: Transition): boolean {
  if (!isDecided(to)) return false;
  return from !== to || (eventType === "session.decision_confirmed" && cause === "operator");
}

function findReopening({ reopenedAt }: Before, { from, to, eventType, at }: Transition): Date | null {
  if (eventType === "session.reopened") return at;
  return from === to && eventType !== "session.decision_confirmed" ? reopenedAt : null;
}

/** An applicant who is seen after our clock ran out is at it: as much time again as there was at first. */
function extendLapse({ createdAt, lapsesAt }: Before, { from, to, at }: Transition): Date | null {
  if (from !== "EXPIRED" || to !== "IN_PROGRESS" || lapsesAt === null) return lapsesAt;
  return new Date(at.getTime() + Math.max(0, lapsesAt.getTime() - createdAt.getTime()));
}
