import { describe, expect, it } from "vitest";
import { collectClaims, Fact, firstFact } from "./facts.ts";
import { parseCountry } from "./countries.ts";
import { parseDate } from "./dates.ts";
import { parseName } from "./names.ts";

describe("claims from facts", () => {
  it("hold the values where their facts stand, and the notices with the paths of their claims", () => {
    const claims = collectClaims({
      person: { givenName: parseName("Ana"), familyName: parseName("-"), nationality: parseCountry("XXA") },
      proofsOfAddress: [
        { documentType: "utility_bill", issuedOn: parseDate("1982") },
        { documentType: "bank_statement", address: { country: parseCountry(undefined) } },
      ],
    });
    expect(claims).toEqual({
      person: { givenName: "Ana" },
      proofsOfAddress: [{ documentType: "utility_bill" }, { documentType: "bank_statement" }],
      notices: [
        { claim: "person.familyName", code: "placeholder", raw: "-" },
        { claim: "person.nationality", code: "stateless", raw: "XXA" },
        { claim: "proofsOfAddress.0.issuedOn", code: "partial_date", raw: "1982", known: "1982" },
      ],
    });
  });

  it("are absent when nothing was given, and are notices alone when nothing could be taken", () => {
    expect(collectClaims({ person: { givenName: parseName(null) }, document: undefined })).toBeUndefined();
    const notices = [{ claim: "person.dateOfBirth", code: "unreadable_date", raw: "soon" }];
    expect(collectClaims({ person: { dateOfBirth: parseDate("soon") } })).toEqual({ notices });
  });

  it("take the first of several facts that has a value, otherwise the first that says something", () => {
    expect(firstFact([new Fact<string>(), parseCountry("?x?"), parseCountry("GE")])).toEqual({
      value: "GEO",
    });
    expect(firstFact([parseCountry(""), parseCountry("Atlantis"), parseCountry("UNO")]).notice?.raw).toBe(
      "Atlantis",
    );
    expect(firstFact([])).toEqual({});
  });

  it("cut long values and keep notices storable", () => {
    const { notice } = parseCountry(`\0${"z".repeat(500)}`);
    expect(notice?.raw).toBe("z".repeat(200));
  });
});
