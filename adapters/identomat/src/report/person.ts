import type { Person } from "@kyc-gateway/adapter-spec/v1";
import {
  firstFact,
  normaliseSex,
  parseCountry,
  parseDate,
  parseIdentifier,
  parseName,
  readMember,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { FactTree, UnknownRecord } from "@kyc-gateway/adapter-kit";

/** The person of a result. `name` of the body is the session's label and no claim. */
export function readPerson(body: UnknownRecord): FactTree<Person> {
  const person = readRecord(body, "person");
  const read = (key: string): unknown => readMember(person, key);
  return {
    givenName: parseName(read("first_name")),
    middleName: parseName(read("middle_name")),
    familyName: parseName(read("last_name")),
    nativeName: {
      givenName: parseName(read("local_first_name")),
      middleName: parseName(read("local_middle_name")),
      familyName: parseName(read("local_last_name")),
    },
    dateOfBirth: parseDate(read("birthday"), { order: "month_first", companion: read("birthday_time") }),
    placeOfBirth: parseName(read("birth_place")),
    sex: normaliseSex(read("sex")),
    nationality: parseCountry(read("nationality")),
    citizenship: parseCountry(read("citizenship")),
    personalNumber: parseIdentifier(read("personal_number")),
    email: parseIdentifier(read("email")),
    phone: firstFact([parseIdentifier(read("phone")), parseIdentifier(read("phoneNumber"))]),
    address: { formatted: parseName(read("address")) },
  };
}
