import { describe, expect, it } from "vitest";
import { compareFacts } from "./compare-facts.ts";
import type { ReportFacts } from "./keep-facts.ts";

const facts: ReportFacts = {
  claims: { person: { givenName: "Nimushi", familyName: "Satesto" }, document: { number: "AB1" } },
  checks: [
    { kind: "document", outcome: "passed" },
    { kind: "liveness", outcome: "failed" },
  ],
  evidence: [{ id: "front", kind: "document_front" }],
};

describe("what a report changes about kept facts", () => {
  it("is nothing for the same facts, also when checks are told in another order", () => {
    expect(compareFacts(facts, structuredClone(facts))).toEqual([]);
    expect(compareFacts(facts, { ...facts, checks: [...(facts.checks ?? [])].toReversed() })).toEqual([]);
  });

  it("is everything where nothing is kept", () => {
    expect(compareFacts(undefined, facts).map(({ path, change }) => `${change} ${path}`)).toEqual([
      "added checks.document",
      "added checks.liveness",
      "added claims.document.number",
      "added claims.person.familyName",
      "added claims.person.givenName",
      "added evidence",
    ]);
  });

  it("is told member by member, and says nothing of what they hold", () => {
    const after: ReportFacts = {
      ...facts,
      claims: { person: { givenName: "Nino", dateOfBirth: "1990-05-17" }, document: { number: "AB1" } },
      checks: [{ kind: "document", outcome: "failed" }],
    };
    const changes = compareFacts(facts, after);
    expect(changes).toEqual([
      { path: "checks.document", change: "changed" },
      { path: "checks.liveness", change: "removed" },
      { path: "claims.person.dateOfBirth", change: "added" },
      { path: "claims.person.familyName", change: "removed" },
      { path: "claims.person.givenName", change: "changed" },
    ]);
    expect(JSON.stringify(changes)).not.toMatch(/Nimushi|Nino|1990/);
  });

  it("takes a member that is undefined for absent", () => {
    const claims = Object.assign({}, facts.claims, { proofsOfAddress: undefined });
    expect(compareFacts(facts, Object.assign({}, facts, { claims, comment: undefined }))).toEqual([]);
  });
});
