import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Transition } from "@kyc-gateway/core";
import type { ProviderModel } from "./provider-model.ts";
import { describeFacts, flatten, hasLiveness } from "./reference-facts.ts";
import { foldReads, type ExpectedSession } from "./reference-fold.ts";
import type { SettledRead, StoreModel } from "./store-model.ts";

/** How far a session has come: written down anew here, on purpose not taken from the machine under test. */
const progress: readonly SessionStatus[] = [
  "NOT_STARTED",
  "SESSION_CREATED",
  "IN_PROGRESS",
  "PENDING_REVIEW",
];
const isVerdict = (status: SessionStatus): boolean => status === "APPROVED" || status === "REJECTED";
const isEnd = (status: SessionStatus): boolean => isVerdict(status) || status === "EXPIRED";

/** What must be wrong with a session after all is quiet; undefined: nothing. */
export function findIssue(
  { provider, store, isErratic }: { provider: ProviderModel; store: StoreModel; isErratic: boolean },
  lapse: { lapsesAt: number; lifetimeMs: number },
): string | undefined {
  const { status, seq } = store.session;
  const expected = foldReads(store.reads, lapse);
  if (store.session.attempt !== expected.attempt)
    return `is at attempt ${store.session.attempt}; the reads make it ${expected.attempt}`;
  if (status !== expected.status)
    return `is ${status}; the reads that were committed make it ${expected.status}`;
  if ((store.session.origin === "operator") !== expected.isByOperator)
    return `is ${status} by the ${store.session.origin}, and that is wrong`;
  const revivals = store.events.filter(({ from, to }) => from === "EXPIRED" && to === "IN_PROGRESS").length;
  if (revivals !== expected.revivals)
    return `is seen again ${revivals} times; the reads make it ${expected.revivals}`;
  const truth = isErratic ? undefined : knowTruth(provider, store.reads, lapse.lapsesAt);
  if (truth !== undefined && status !== truth)
    return `is ${status}; the truth is ${truth} (${provider.truth} at the provider)`;
  if (store.events.length !== seq) return `has seq ${seq} and ${store.events.length} events`;
  const left = store.deliveries.filter(({ state }) => state === "waiting" || state === "processing").length;
  if (left > 0) return `has ${left} deliveries that nobody settled`;
  return findOlderUpdates(store.reads) ?? findWrongEvent(store) ?? findWrongFacts(store, expected);
}

/** Nothing older is committed after something newer, and no delivery is settled by an answer older than itself. */
function findOlderUpdates(reads: readonly SettledRead[]): string | undefined {
  let newest = 0;
  for (const { report, heardOf } of reads) {
    if (report === undefined) continue;
    const version = report.whole.reveal().raw as number;
    if (version < newest) return `took version ${version} after version ${newest}`;
    if (version < heardOf) return `settled a delivery about version ${heardOf} by version ${version}`;
    newest = version;
  }
  return undefined;
}

/** What a provider of good behaviour knows, corrected by what the gateway decides; undefined: that is for the fold to say. */
function knowTruth(
  provider: ProviderModel,
  reads: readonly SettledRead[],
  lapsesAt: number,
): SessionStatus | undefined {
  const { truth } = provider;
  const hasOperatorDecided = reads.some(({ operator, decision }) => operator && decision.kind === "moved");
  if (hasOperatorDecided) return undefined;
  // With several attempts it matters when each was heard of.
  if (provider.attempt > 1 && !isEnd(truth)) return undefined;
  if (truth === "APPROVED" && !hasLiveness(provider.report())) return undefined;
  if (isEnd(truth) || truth === "PENDING_REVIEW") return truth;
  const hasLapsed = reads.some(
    ({ at, before, operator }) => operator === undefined && at >= lapsesAt && progress.indexOf(before) < 3,
  );
  return hasLapsed ? "EXPIRED" : truth;
}

function findWrongEvent({ events, reads }: StoreModel): string | undefined {
  const moves = reads.filter(({ decision }) => decision.kind === "moved");
  if (moves.length !== events.length) return `moved ${moves.length} times with ${events.length} events`;
  let last: LastEvent = { seq: 0, attempt: 1, to: "SESSION_CREATED", reasons: [] };
  for (const [index, event] of events.entries()) {
    const { seq, attempt, from, to } = event;
    if (attempt < last.attempt) return `tells of attempt ${attempt} after attempt ${last.attempt}`;
    if (seq !== last.seq + 1) return `has event ${seq} after event ${last.seq}`;
    if (from !== last.to) return `moves from ${from} where it stood at ${last.to}`;
    if (isRepetition(event, last)) return `tells of ${to} twice`;
    if (isVerdict(to) && from !== to && sayWord(moves[index]) !== to)
      return `is ${to} without the provider's or an operator's word`;
    const issue =
      findWrongStep(event, attempt > last.attempt) ?? findWrongReopening(events.slice(0, index), event);
    if (issue !== undefined) return issue;
    last = event;
  }
  return undefined;
}

type LastEvent = Pick<Transition, "seq" | "attempt" | "to" | "reasons">;

const sayWord = (read: SettledRead | undefined): SessionStatus | undefined =>
  read?.operator?.verdict ?? read?.report?.status;

function isRepetition(
  { from, to, reasons, origin, attempt, eventType }: Transition,
  last: LastEvent & Partial<Transition>,
): boolean {
  const isToldApart = eventType === "session.reopened" || eventType === "session.decision_confirmed";
  const isSame = nameReasons(reasons) === nameReasons(last.reasons) && origin === (last.origin ?? "provider");
  return from === to && !isToldApart && isSame && attempt === last.attempt;
}

function nameReasons(reasons: Transition["reasons"]): string {
  return reasons.map(({ code, check }) => `${code} ${check ?? ""}`).join();
}

/** A case is taken up again once in an attempt, and confirmed only after that, by an operator, or by a later attempt. */
function findWrongReopening(
  before: readonly Transition[],
  { eventType, cause, attempt }: Transition,
): string | undefined {
  const last = before.findLast(
    ({ from, to, eventType: type }) =>
      type === "session.reopened" || type === "session.decision_confirmed" || from !== to,
  );
  const isOpen = last?.eventType === "session.reopened";
  const isLater = attempt > (before.at(-1)?.attempt ?? 1);
  if (eventType === "session.reopened" && isOpen && !isLater) return "is reopened twice";
  const isConfirmed = eventType === "session.decision_confirmed" && cause !== "operator";
  return isConfirmed && !isOpen && !isLater ? "is confirmed without need" : undefined;
}

function findWrongStep(
  { from, to, isReversal, eventType }: Transition,
  isLater: boolean,
): string | undefined {
  const hasMoved = from !== to;
  if (isVerdict(from) && hasMoved && !isVerdict(to)) return `gives up ${from} for ${to}`;
  const isBackward = progress.includes(to) && progress.indexOf(to) < progress.indexOf(from);
  if (isBackward && !isLater) return `regresses from ${from} to ${to}`;
  if (isReversal !== (isVerdict(from) && hasMoved)) return `calls ${from} to ${to} a reversal wrongly`;
  return namesOfEvent(from, to).includes(eventType) ? undefined : `names ${from} to ${to} ${eventType}`;
}

function namesOfEvent(from: SessionStatus, to: SessionStatus): readonly string[] {
  if (from === to && isVerdict(to))
    return ["session.status_changed", "session.reopened", "session.decision_confirmed"];
  if (from !== to && isVerdict(from)) return ["session.decision_reversed"];
  if (from !== to && isVerdict(to)) return ["session.decided"];
  return from !== to && to === "EXPIRED" ? ["session.expired"] : ["session.status_changed"];
}

/** A verdict shows what it was given for and what was added since; those that were reversed are not forgotten. */
function findWrongFacts({ facts }: StoreModel, expected: ExpectedSession): string | undefined {
  if (expected.facts === undefined || facts === undefined) return undefined;
  const [shown, wanted] = [describeFacts(flatten(facts.facts)), describeFacts(expected.facts)];
  if (shown !== wanted) return `shows ${shown} where ${wanted} is right`;
  const isKept = (earlier: ExpectedSession["earlier"][number]): boolean =>
    facts.earlier.some(
      ({ status, facts: old }) =>
        status === earlier.status && describeFacts(flatten(old)) === describeFacts(earlier.facts),
    );
  return expected.earlier.every(isKept) ? undefined : "has forgotten what a reversed decision was given for";
}
