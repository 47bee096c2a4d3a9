import { describe, expect, it } from "vitest";
import { readClaims } from "./claims.ts";

const readDocument = (document: Record<string, unknown>) => readClaims({ document });

describe("dates of a document", () => {
  it.each([
    ["01/02/1985", "ambiguous_date", "1985"],
    ["2/1/1985", "ambiguous_date", "1985"],
    ["11/12/1985", "ambiguous_date", "1985"],
    ["1985-02", "partial_date", "1985-02"],
    ["1985", "partial_date", "1985"],
    ["1985-02-XX", "partial_date", "1985-02"],
    ["1985-02-01T22:00:00Z", "instant_only", "1985-02"],
  ])("are not invented from %s, and what is known of them is said", (raw, code, known) => {
    expect(readDocument({ dateOfBirth: raw })).toEqual({
      notices: [{ claim: "person.dateOfBirth", code, raw, known }],
    });
  });

  it.each([
    ["1985-02-01", "1985-02-01"],
    ["1985-02-01T00:00:00.0000000Z", "1985-02-01"],
    ["31/12/1985", "1985-12-31"],
    ["12/31/1985", "1985-12-31"],
    ["01/01/1985", "1985-01-01"],
    ["1.2.1985", "1985-02-01"],
  ])("are taken from %s, which names one day only", (raw, day) => {
    expect(readDocument({ dateOfBirth: raw, dateOfIssue: raw, dateOfExpiration: raw })).toEqual({
      person: { dateOfBirth: day },
      document: { issuedOn: day, expiresOn: day },
    });
  });
});

describe("texts of a document", () => {
  it.each(["null", "-", "N/A"])("do not hold the filler %j", (raw) => {
    const members = ["firstName", "lastName", "address", "placeOfBirth", "documentNumber", "category"];
    const claims = readDocument(Object.fromEntries(members.map((member) => [member, raw])));
    expect(claims).not.toHaveProperty("person");
    expect(claims).not.toHaveProperty("document");
    expect(claims?.notices).toHaveLength(members.length);
  });

  it("keep the digits of identifiers that came as numbers", () => {
    expect(readDocument({ documentNumber: 12_345_678, personalCode: 39_012_310_000 })).toMatchObject({
      person: { personalNumber: "39012310000" },
      document: { number: "12345678" },
    });
  });
});
