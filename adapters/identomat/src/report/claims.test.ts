import { describe, expect, it } from "vitest";
import { approved, report, withPerson } from "../testing/reports.ts";

describe("the date of birth", () => {
  it.each([
    [{ birthday: "13/5/1990", birthday_time: "1990-05-12T20:00:00Z" }, "1990-05-13"],
    [{ birthday: "5/13/1990", birthday_time: "1990-05-12T20:00:00Z" }, "1990-05-13"],
    [{ birthday: "13.05.1990", birthday_time: null }, "1990-05-13"],
    [{ birthday: null, birthday_time: "1990-05-13T00:00:00.000Z" }, "1990-05-13"],
  ])("of %j is the printed one", (members, dateOfBirth) => {
    expect(withPerson(members).claims?.person?.dateOfBirth).toBe(dateOfBirth);
  });

  it.each([
    [{ birthday: null, birthday_time: "1990-05-12T20:00:00Z" }, "instant_only", "1990-05"],
    [{ birthday: "1982", birthday_time: null }, "partial_date", "1982"],
    [{ birthday: "7/0/1982", birthday_time: null }, "partial_date", "1982-07"],
    [{ birthday: "1982-07-XX", birthday_time: "1982-07-01T00:00:00Z" }, "partial_date", "1982-07"],
  ])("of %j is not invented, and what is known is said", (members, code, known) => {
    const { claims } = withPerson(members);
    expect(claims?.person).not.toHaveProperty("dateOfBirth");
    expect(claims?.notices).toMatchObject([{ claim: "person.dateOfBirth", code, known }]);
  });
});

describe("identifiers as JSON numbers", () => {
  it.each([
    [{ document_number: 12_345_678 }, "document.number", "12345678"],
    [{ personal_number: 1_001_012_345 }, "person.personalNumber", "1001012345"],
    [{ phoneNumber: 995_555_000_000 }, "person.phone", "995555000000"],
    [{ phone: 995_555_000_000, phoneNumber: null }, "person.phone", "995555000000"],
  ])("are kept as their digits: %j", (members, claim, digits) => {
    const { claims } = withPerson(members);
    const [part, name] = claim.split(".") as ["person" | "document", string];
    expect(claims?.[part]).toHaveProperty(name, digits);
    expect(claims?.notices).toEqual([{ claim, code: "given_as_number", raw: digits }]);
  });
});

describe("names", () => {
  it.each([
    [{ first_name: "" }, undefined],
    [{ first_name: null }, undefined],
    [{ first_name: "null" }, "placeholder"],
    [{ first_name: "-" }, "placeholder"],
    [{ first_name: "XXX" }, "placeholder"],
  ])("that were not given, %j, are no claim", (members, code) => {
    const { claims } = withPerson(members);
    expect(claims?.person).not.toHaveProperty("givenName");
    expect(claims?.notices?.[0]?.code).toBe(code);
  });
});

describe("other texts", () => {
  it.each([
    [{ birth_place: "null" }, "person.placeOfBirth"],
    [{ email: "-" }, "person.email"],
    [{ address: "N/A" }, "person.address.formatted"],
    [{ authority: "XXX" }, "document.issuingAuthority"],
  ])("that only fill their field, %j, are no claim", (members, claim) => {
    const { claims } = withPerson(members);
    expect(claims).not.toHaveProperty(claim);
    expect(claims?.notices).toMatchObject([{ claim, code: "placeholder" }]);
  });
});

describe("countries", () => {
  it.each([
    ["GER", "DEU"],
    ["England", "GBR"],
    ["840", "USA"],
    [840, "USA"],
    ["UK", "GBR"],
    ["Kosovo", "XKX"],
  ])("are read from %j", (issuing_state, country) => {
    expect(withPerson({ issuing_state }).claims?.document?.issuingCountry).toBe(country);
  });

  it.each([
    ["XXA", "stateless"],
    ["UNO", "organisation"],
    ["Atlantis", "unknown_country"],
  ])("that are none, %j, are said", (nationality, code) => {
    const { claims } = withPerson({ nationality });
    expect(claims?.person).not.toHaveProperty("nationality");
    expect(claims?.notices).toEqual([{ claim: "person.nationality", code, raw: nationality }]);
  });
});

describe("a result without a person", () => {
  it.each([null, undefined, {}, { first_name: null, last_name: "" }])(
    "(%j) has the claims of the scanned sides, the side with the zone first",
    (person) => {
      const { claims } = report({ ...approved, person });
      expect(claims?.person).toMatchObject({
        givenName: "John",
        familyName: "Doe",
        dateOfBirth: "1980-01-08",
        nationality: "USA",
        personalNumber: "123456789",
      });
      expect(claims?.document).toMatchObject({
        type: "id_card",
        number: "AB0002261",
        issuedOn: "2021-06-28",
        expiresOn: "2028-06-28",
      });
    },
  );

  it("has those of a passport's page and of a driving licence", () => {
    const side = { Given_Names_en_US: "Ana", Surname_en_US: "Beridze", Document_Number_en_US: "P1" };
    for (const members of [
      { passport: { mrzData: side } },
      { passport: side },
      { driver_license_front: side },
    ])
      expect(report({ result: "approved", person: null, ...members }).claims).toMatchObject({
        person: { givenName: "Ana", familyName: "Beridze" },
        document: { number: "P1" },
      });
  });
});
