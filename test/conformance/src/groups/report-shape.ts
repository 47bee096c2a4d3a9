import type { Manifest, Report } from "@kyc-gateway/adapter-spec/v1";
import { isWordOf } from "../schema/vocabularies.ts";

const isoDate = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const alpha3 = /^[A-Z]{3}$/;
const safeId = /^[\w.~-]{1,200}$/;
const dateMembers = /^(?:dateOfBirth|issuedOn|expiresOn)$/;
const countryMembers = /^(?:nationality|citizenship|issuingCountry|country)$/;

/** What no report of any provider may be, whatever was expected of it. */
export function* findShapeProblems(report: Report, manifest: Manifest): Generator<string> {
  if (!isWordOf("status", report.status)) yield `the status "${report.status}" is none that can be reported`;
  for (const { code } of report.reasons)
    if (!isWordOf("reason", code)) yield `the reason "${code}" is unknown to spec v1`;
  yield* findTimeProblems(report);
  yield* findCheckProblems(report, manifest);
  yield* findEvidenceProblems(report);
  yield* findValueProblems(report.claims, "claims");
  if (!("raw" in report)) yield "raw is missing: the provider's body is kept, encrypted";
  if (hasUndefined(report)) yield "it holds undefined members: an absent fact is an absent member";
}

function* findTimeProblems({ attempt, lapsesAt, validUntil }: Report): Generator<string> {
  if (attempt !== undefined && !(Number.isInteger(attempt) && attempt > 0))
    yield "attempt is no whole number from 1";
  for (const [name, time] of Object.entries({ lapsesAt, validUntil }))
    if (time !== undefined && !instant.test(time)) yield `${name} is no time of RFC 3339 with a zone`;
}

function* findCheckProblems({ checks }: Report, { capabilities }: Manifest): Generator<string> {
  for (const { kind, outcome, score } of checks) {
    if (!isWordOf("check", kind)) yield `the check "${kind}" is unknown to spec v1`;
    else if (kind !== "other" && !capabilities.checks.includes(kind))
      yield `it has a check "${kind}", which capabilities.checks does not declare`;
    if (kind === "other" && outcome !== "informational")
      yield `its check "other" is "${outcome}": what has no counterpart in spec v1 is informational`;
    if (!isWordOf("outcome", outcome)) yield `the outcome "${outcome}" is unknown to spec v1`;
    if (score !== undefined && !(score >= 0 && score <= 1))
      yield `the score of "${kind}" is not between 0 and 1`;
  }
}

function* findEvidenceProblems({ evidence = [] }: Report): Generator<string> {
  const ids = evidence.map(({ id }) => id);
  if (new Set(ids).size < ids.length) yield "two pieces of evidence have the same id";
  for (const { id, kind } of evidence) {
    if (!safeId.test(id)) yield "the id of a piece of evidence is not URL-safe";
    if (!isWordOf("evidence", kind)) yield `the evidence "${kind}" is unknown to spec v1`;
  }
}

function* findValueProblems(value: unknown, path: string): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (dateMembers.test(name) && !isoDate.test(String(member)))
      yield `${path}.${name} is no date like YYYY-MM-DD`;
    if (countryMembers.test(name) && !alpha3.test(String(member)))
      yield `${path}.${name} is no ISO 3166-1 alpha-3 code`;
    if (member === "") yield `${path}.${name} is empty: an absent fact is an absent member`;
    yield* findValueProblems(member, `${path}.${name}`);
  }
}

function hasUndefined(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, member]) => name !== "raw" && hasUndefined(member));
}
