import type { Check, CheckOutcome, Claims } from "@kyc-gateway/adapter-spec/v1";
import type { ReportFacts } from "./report-facts.ts";
import { disagree, includes, unite } from "./unite.ts";

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
export function addFacts(kept: ReportFacts, later: ReportFacts): AddedFacts {
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
