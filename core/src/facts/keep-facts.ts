import type { Session } from "../session/session.ts";
import { findMachineState, isDecided } from "../session/status-machine.ts";
import type { Decision, Transition } from "../session/transition.ts";
import { addFacts } from "./add-facts.ts";
import type { EarlierDecision, KeptFacts, ReportFacts } from "./report-facts.ts";
import { isEqual } from "./unite.ts";

type Before = Pick<Session, "status" | "origin" | "reasons" | "attempt" | "decidedAt">;

/** What is kept after a report, and whether the facts are this report's own from now on. */
interface FactsUpdate {
  readonly kept: KeptFacts;
  readonly isNewBasis: boolean;
}

/**
 * Facts belong to the status that they explain: a report that changes the status brings its own facts, every other one
 * only adds to those that are kept. What a replaced decision was given for stays beside.
 */
export function keepFacts(
  kept: KeptFacts | undefined,
  { before, decision, facts }: { before: Before; decision: Decision; facts: ReportFacts },
): FactsUpdate {
  const earlier = kept?.earlier ?? [];
  if (kept === undefined) return begin(facts, earlier);
  if (decision.kind === "moved" && changesFacts(before, decision.transition))
    return begin(facts, archive(kept, before));
  const added = addFacts(kept.facts, facts);
  // Nothing is decided yet, and the newer report speaks of something else: it is what the status is about now.
  if (!isVerdict(before) && added.isDifferent && decision.kind !== "stale") return begin(facts, earlier);
  const { isLess: isRedacted, isDifferent } = added;
  return { kept: { facts: added.facts, isRedacted, isDifferent, earlier }, isNewBasis: false };
}

function begin(facts: ReportFacts, earlier: KeptFacts["earlier"]): FactsUpdate {
  return { kept: { facts, isRedacted: false, isDifferent: false, earlier }, isNewBasis: true };
}

/** A verdict of the provider is to be kept, also one that is held because a required check is missing. */
function isVerdict(before: Before): boolean {
  return isDecided(before.status) || findMachineState(before) === "HELD";
}

function changesFacts(before: Before, { from, to, origin, attempt, eventType }: Transition): boolean {
  const isHeldNow = to === "PENDING_REVIEW" && origin === "gateway" && findMachineState(before) !== "HELD";
  // An attempt that has only begun takes nothing from the decision that stands.
  const isNextAttempt = attempt > before.attempt && eventType !== "session.reopened";
  return from !== to || isHeldNow || isNextAttempt;
}

/** The same decision for the same facts is kept once, however often a provider goes to and fro. */
function archive({ earlier, facts }: KeptFacts, before: Before): readonly EarlierDecision[] {
  const { status, origin, reasons, decidedAt } = before;
  if (!isDecided(status) || decidedAt === null) return earlier;
  const others = earlier.filter((one) => one.status !== status || !isEqual(one.facts, facts));
  return [...others, { status, origin, reasons, decidedAt, facts }];
}
