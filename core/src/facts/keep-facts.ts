import type { Session, StatusOrigin } from "../session/session.ts";
import { findMachineState, isDecided } from "../session/status-machine.ts";
import type { Decision, Transition } from "../session/transition.ts";
import type { Check, CheckOutcome, Claims, Reason, Report } from "@kyc-gateway/adapter-spec/v1";
import { Confidential } from "../privacy/confidential.ts";

/** What a report says beside its verdict. Personal data. */
export type ReportFacts = Pick<
  Report,
  | "claims"
  | "checks"
  | "questionnaires"
  | "screeningMatches"
  | "geolocations"
  | "technicalDetails"
  | "evidence"
  | "comment"
>;

/** A decision that another one has replaced, with the facts that it was given for. */
export interface EarlierDecision {
  readonly status: "APPROVED" | "REJECTED";
  readonly origin: StatusOrigin;
  readonly reasons: readonly Reason[];
  readonly decidedAt: Date;
  readonly facts: ReportFacts;
}

/** What is kept of a session's reports: the facts of the status that they explain. */
export interface KeptFacts {
  readonly facts: ReportFacts;
  /** The provider's last report lacks some of them: it has redacted what it holds. They are kept. */
  readonly isRedacted: boolean;
  /** The provider's last report says otherwise about some of them. Those of the decision are kept. */
  readonly isDifferent: boolean;
  /** Oldest first. */
  readonly earlier: readonly EarlierDecision[];
}

export function selectFacts(report: Report): ReportFacts {
  const { raw: _raw, status: _status, reasons: _reasons, reference: _reference, ...rest } = report;
  const { attempt: _attempt, lapsesAt: _lapsesAt, validUntil: _validUntil, ...facts } = rest;
  return facts;
}

/** What a provider said: the verdict is open, the rest is about a person. */
export interface FetchedReport extends Pick<
  Report,
  "status" | "reasons" | "reference" | "attempt" | "lapsesAt" | "validUntil"
> {
  readonly whole: Confidential<Report>;
}

/** From here on a report cannot come into a log or an error by accident. */
export function closeReport(report: Report): FetchedReport {
  const { status, reasons, reference, attempt, lapsesAt, validUntil } = report;
  return {
    status,
    reasons,
    ...(reference === undefined ? {} : { reference }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(lapsesAt === undefined ? {} : { lapsesAt }),
    ...(validUntil === undefined ? {} : { validUntil }),
    whole: new Confidential(report),
  };
}

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

/** What a later report makes of kept facts. */
interface AddedFacts {
  readonly facts: ReportFacts;
  /** The later report lacks something that is kept. */
  readonly isLess: boolean;
  /** The later report says something else about the person, the document or a check. */
  readonly isDifferent: boolean;
}

/**
 * Adds a later report to the facts of a decision and removes nothing. The person and the document are added to as a
 * whole: a report that disagrees about one member may speak of another document, so that none of its members are taken.
 */
function addFacts(kept: ReportFacts, later: ReportFacts): AddedFacts {
  const checks = addChecks(kept.checks, later.checks);
  const facts = {
    ...later,
    ...kept,
    checks,
    ...pick("claims", addClaims(kept.claims, later.claims)),
    ...pick("technicalDetails", addGroup(kept.technicalDetails, later.technicalDetails)),
    ...pick(
      "questionnaires",
      addItems(kept.questionnaires, later.questionnaires, ({ key }) => key),
    ),
    ...pick(
      "screeningMatches",
      addItems(
        kept.screeningMatches,
        later.screeningMatches,
        ({ subjectId, name }) => subjectId ?? name ?? "",
      ),
    ),
    ...pick("geolocations", addItems(kept.geolocations, later.geolocations)),
    ...pick(
      "evidence",
      addItems(kept.evidence, later.evidence, ({ id }) => id),
    ),
  };
  return {
    facts,
    isLess: !includes({ ...later, checks: [] }, { ...kept, checks: [] }) || lacksChecks(later, kept),
    isDifferent: isOtherPerson(kept.claims, later.claims) || hasOtherOutcome(kept.checks, later.checks),
  };
}

function addClaims(kept: Claims | undefined, later: Claims | undefined): Claims | undefined {
  if (kept === undefined || later === undefined) return kept ?? later;
  return {
    ...pick("person", addGroup(kept.person, later.person)),
    ...pick("document", addGroup(kept.document, later.document)),
    ...pick("proofsOfAddress", addItems(kept.proofsOfAddress, later.proofsOfAddress)),
  };
}

/** Both, where they agree; else the kept one alone. */
function addGroup<T>(kept: T | undefined, later: T | undefined): T | undefined {
  return disagree(kept, later) ? kept : (unite(kept, later) as T | undefined);
}

function addItems<T>(
  kept: readonly T[] | undefined,
  later: readonly T[] | undefined,
  keyOf?: (item: T) => string,
): readonly T[] | undefined {
  if (kept === undefined || later === undefined) return kept ?? later;
  const isKnown = (item: T): boolean =>
    kept.some((other) => (keyOf === undefined ? includes(other, item) : keyOf(other) === keyOf(item)));
  return [...kept, ...later.filter((item) => !isKnown(item))];
}

/** A check that had not run and now has is an addition. */
function addChecks(kept: readonly Check[], later: readonly Check[]): readonly Check[] {
  const ran = later.filter(({ outcome }) => !hasNotRun(outcome));
  const completed = kept.map((check) =>
    hasNotRun(check.outcome) ? (ran.find((other) => isSameCheck(check, other)) ?? check) : check,
  );
  const isKnown = (check: Check): boolean =>
    completed.some(
      (other) => isSameCheck(other, check) || (hasNotRun(check.outcome) && other.kind === check.kind),
    );
  return [...completed, ...later.filter((check) => !isKnown(check))];
}

function isSameCheck(one: Check, other: Check): boolean {
  return one.kind === other.kind && one.raw === other.raw;
}

function hasNotRun(outcome: CheckOutcome): boolean {
  return outcome === "not_run" || outcome === "unavailable";
}

function lacksChecks(later: ReportFacts, kept: ReportFacts): boolean {
  return kept.checks.some((check) => !hasNotRun(check.outcome) && findRun(check, later.checks).length === 0);
}

function findRun(check: Check, checks: readonly Check[]): readonly Check[] {
  return checks.filter((other) => isSameCheck(check, other) && !hasNotRun(other.outcome));
}

function isOtherPerson(kept: Claims | undefined, later: Claims | undefined): boolean {
  return disagree(kept?.person, later?.person) || disagree(kept?.document, later?.document);
}

function hasOtherOutcome(kept: readonly Check[], later: readonly Check[]): boolean {
  return kept.some((check) => {
    const others = findRun(check, later);
    if (hasNotRun(check.outcome) || others.length === 0) return false;
    return !others.some(({ outcome }) => outcome === check.outcome);
  });
}

function pick<Name extends string, T>(name: Name, value: T | undefined): { readonly [K in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in Name]?: T };
}

/** A part of a report: JSON as our own types have it. */
type Part = unknown;
type Members = Readonly<Record<string, Part>>;

/** Everything of both; where they disagree, and in every list, the first counts. */
function unite(first: Part, second: Part): Part {
  if (!isMembers(first) || !isMembers(second)) return first ?? second;
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(names.map((name) => [name, unite(first[name], second[name])]));
}

/** Whether both speak of the same thing and say different things about it. */
function disagree(first: Part, second: Part): boolean {
  if (first === undefined || second === undefined) return false;
  if (isMembers(first) && isMembers(second))
    return Object.keys(first).some((name) => disagree(first[name], second[name]));
  return !isEqual(first, second);
}

/** Whether `whole` says all that `part` says. */
function includes(whole: Part, part: Part): boolean {
  if (part === undefined) return true;
  if (isMembers(part))
    return isMembers(whole) && Object.entries(part).every(([name, value]) => includes(whole[name], value));
  if (Array.isArray(part) && Array.isArray(whole))
    return part.every((item) => whole.some((other) => includes(other, item)));
  return isEqual(whole, part);
}

/** Members in any order. */
function isEqual(first: Part, second: Part): boolean {
  return writeSorted(first) === writeSorted(second);
}

function writeSorted(part: Part): string {
  return JSON.stringify(part, (_name, value: unknown) =>
    isMembers(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
}

function isMembers(part: Part): part is Members {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}
