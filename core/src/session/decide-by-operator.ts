import type { Transition } from "./transition.ts";
import { isDecided } from "./status-machine.ts";
import type { Session } from "./session.ts";

/** What an operator can decide. */
export type OperatorVerdict = "APPROVED" | "REJECTED";

/** What an operator's decision does. `not_decidable`: nothing is there yet that a decision could be based on. */
type OperatorDecision =
  | { readonly kind: "moved"; readonly transition: Transition }
  | { readonly kind: "same" }
  | { readonly kind: "not_decidable" };

/**
 * An operator decides what is in review, or decides anew. A decision that stands already is the same, unless the
 * provider has taken the case up again, or the decision was the provider's: then the operator's confirms it.
 */
export function decideByOperator(
  session: Pick<Session, "status" | "origin" | "reopenedAt" | "attempt" | "seq">,
  { verdict, at }: { readonly verdict: OperatorVerdict; readonly at: Date },
): OperatorDecision {
  const { status, origin, reopenedAt, attempt, seq } = session;
  if (status !== "PENDING_REVIEW" && !isDecided(status)) return { kind: "not_decidable" };
  if (status === verdict && origin === "operator" && reopenedAt === null) return { kind: "same" };
  const isReversal = isDecided(status) && status !== verdict;
  return {
    kind: "moved",
    transition: {
      seq: seq + 1,
      attempt,
      at,
      from: status,
      to: verdict,
      origin: "operator",
      reasons: [{ code: "operator_decision" }],
      cause: "operator",
      isReversal,
      eventType: nameEvent(isReversal, status === verdict),
    },
  };
}

function nameEvent(isReversal: boolean, isConfirmation: boolean): Transition["eventType"] {
  if (isReversal) return "session.decision_reversed";
  return isConfirmation ? "session.decision_confirmed" : "session.decided";
}
