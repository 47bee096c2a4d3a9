import type { ReportedStatus, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Transition } from "@kyc-gateway/core";
import type { ProviderModel } from "./provider-model.ts";
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
export function findMistake(
  { provider, store, isErratic }: { provider: ProviderModel; store: StoreModel; isErratic: boolean },
  lapsesAt: number,
): string | undefined {
  const { status, seq } = store.session;
  const expected = foldReads(store.reads, lapsesAt);
  if (status !== expected) return `is ${status}; the reads that were committed make it ${expected}`;
  const truth = isErratic ? undefined : knowTruth(provider.truth, store.reads, lapsesAt);
  if (truth !== undefined && status !== truth)
    return `is ${status}; the truth is ${truth} (${provider.truth} at the provider)`;
  if (store.events.length !== seq) return `has seq ${seq} and ${store.events.length} events`;
  const left = store.deliveries.filter(({ state }) => state === "waiting" || state === "processing").length;
  if (left > 0) return `has ${left} deliveries that nobody settled`;
  return findOldNews(store.reads) ?? findWrongEvent(store);
}

/** Nothing older is committed after something newer, and no delivery is settled by an answer older than itself. */
function findOldNews(reads: readonly SettledRead[]): string | undefined {
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

/** The last verdict that was read; else an end, if there was one; else the furthest progress. */
function foldReads(reads: readonly SettledRead[], lapsesAt: number): SessionStatus {
  const verdict = reads.findLast(({ report }) => report !== undefined && isVerdict(report.status));
  if (verdict?.report !== undefined) return verdict.report.status;
  let furthest: SessionStatus = "SESSION_CREATED";
  for (const { report, at } of reads) {
    const status = report?.status ?? "SESSION_CREATED";
    const isOver = at >= lapsesAt && progress.indexOf(status) < 3 && furthest !== "PENDING_REVIEW";
    if (status === "EXPIRED" || isOver) return "EXPIRED";
    if (progress.indexOf(status) > progress.indexOf(furthest)) furthest = status;
  }
  return furthest;
}

/** What a provider of good behaviour knows, corrected by what our clock alone decides. */
function knowTruth(truth: ReportedStatus, reads: readonly SettledRead[], lapsesAt: number): SessionStatus {
  if (isEnd(truth)) return truth;
  const hasLapsed = reads.some(({ at, before }) => at >= lapsesAt && progress.indexOf(before) < 3);
  return truth === "PENDING_REVIEW" && !hasExpired(reads) ? truth : hasLapsed ? "EXPIRED" : truth;
}

function hasExpired(reads: readonly SettledRead[]): boolean {
  return reads.some(({ decision }) => decision.kind === "moved" && decision.transition.to === "EXPIRED");
}

function findWrongEvent({ events, reads }: StoreModel): string | undefined {
  const moves = reads.filter(({ decision }) => decision.kind === "moved");
  if (moves.length !== events.length) return `moved ${moves.length} times with ${events.length} events`;
  let last: Pick<Transition, "seq" | "to" | "reasons"> = { seq: 0, to: "SESSION_CREATED", reasons: [] };
  for (const [index, event] of events.entries()) {
    const { seq, from, to } = event;
    if (seq !== last.seq + 1) return `has event ${seq} after event ${last.seq}`;
    if (from !== last.to) return `moves from ${from} where it stood at ${last.to}`;
    if (from === to && nameReasons(event) === nameReasons(last)) return `tells of ${to} twice`;
    if (isVerdict(to) && moves[index]?.report?.status !== to) return `is ${to} without the provider's word`;
    const mistake = findWrongStep(event);
    if (mistake !== undefined) return mistake;
    last = event;
  }
  return undefined;
}

function nameReasons({ reasons }: Pick<Transition, "reasons">): string {
  return reasons.map(({ code }) => code).join();
}

function findWrongStep({ from, to, isReversal, eventType }: Transition): string | undefined {
  const hasMoved = from !== to;
  if (isEnd(from) && hasMoved && !isVerdict(to)) return `goes back from ${from} to ${to}`;
  const isBackward = progress.includes(to) && progress.indexOf(to) < progress.indexOf(from);
  if (isBackward) return `regresses from ${from} to ${to}`;
  if (isReversal !== (isEnd(from) && hasMoved)) return `calls ${from} to ${to} a reversal wrongly`;
  return eventType === nameOfEvent(from, to) ? undefined : `names ${from} to ${to} ${eventType}`;
}

function nameOfEvent(from: SessionStatus, to: SessionStatus): string {
  if (from !== to && isEnd(from)) return "session.decision_reversed";
  if (from !== to && isVerdict(to)) return "session.decided";
  return from !== to && to === "EXPIRED" ? "session.expired" : "session.status_changed";
}
