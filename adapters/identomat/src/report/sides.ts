import type { IdentityDocument, Person } from "@kyc-gateway/adapter-spec/v1";
import {
  asRecord,
  firstFact,
  normaliseSex,
  normaliseText,
  parseCountry,
  parseDate,
  parseIdentifier,
  parseName,
  readMember,
} from "@kyc-gateway/adapter-kit";
import type { Fact, FactTree, UnknownRecord } from "@kyc-gateway/adapter-kit";

const sideForm = /_(?:front|back)$/;
const passportParts = ["mrzData", "visualData"];

function hasZone(side: UnknownRecord): boolean {
  return normaliseText(readMember(side, "mrz")) !== undefined;
}

/**
 * What was read from the scanned sides, the side with the machine-readable zone first: the provider's own `person` takes
 * its values where two sides differ (API reference, result/).
 */
function listSides(body: UnknownRecord): readonly UnknownRecord[] {
  const cards = Object.keys(body).filter((key) => sideForm.test(key));
  const passport = asRecord(readMember(body, "passport"));
  const candidates = [
    ...cards.map((key) => body[key]),
    ...passportParts.map((key) => readMember(passport, key)),
    passport,
  ];
  const sides = candidates.map(asRecord).filter((side) => side !== undefined);
  return [...sides.filter(hasZone), ...sides.filter((side) => !hasZone(side))];
}

type Read = <Value>(read: (value: unknown) => Fact<Value>, ...keys: string[]) => Fact<Value>;

/** Reads the first of the sides' members that can be taken. */
function createReader(body: UnknownRecord): {
  readonly read: Read;
  readonly date: (name: string, iso: string) => Fact<string>;
  readonly text: (key: string) => string | undefined;
} {
  const sides = listSides(body);
  return {
    read: (read, ...keys) =>
      firstFact(sides.flatMap((side) => keys.map((key) => read(readMember(side, key))))),
    date: (name, iso) =>
      firstFact(
        sides.map((side) =>
          parseDate(readMember(side, `Date_of_${name}_en_US`), {
            order: "month_first",
            companion: readMember(side, `Date_of_${iso}_ISO`),
          }),
        ),
      ),
    text: (key) =>
      sides.map((side) => normaliseText(readMember(side, key))).find((text) => text !== undefined),
  };
}

/** The person as the scanned sides tell, for a result whose `person` is empty. */
export function readPersonOfSides(body: UnknownRecord): FactTree<Person> {
  const { read, date, text } = createReader(body);
  return {
    givenName: read(parseName, "Given_Names_en_US"),
    familyName: read(parseName, "Surname_en_US"),
    dateOfBirth: date("Birth", "Birth"),
    placeOfBirth: text("Place_of_Birth_en_US"),
    sex: normaliseSex(text("Sex_en_US")),
    nationality: read(parseCountry, "Nationality_Code_en_US", "Nationality_en_US"),
    citizenship: read(parseCountry, "citizenship"),
    personalNumber: read(parseIdentifier, "Personal_Number_en_US"),
  };
}

/** The document as the scanned sides tell, for a result whose `person` is empty. */
export function readDocumentOfSides(body: UnknownRecord): FactTree<IdentityDocument> {
  const { read, date, text } = createReader(body);
  return {
    number: read(parseIdentifier, "Document_Number_en_US"),
    issuedOn: date("Issue", "Issued"),
    expiresOn: date("Expiry", "Expiry"),
    issuingCountry: read(parseCountry, "Issuing_State_Code_en_US"),
    issuingAuthority: text("Authority_en_US"),
    mrz: text("mrz"),
  };
}
