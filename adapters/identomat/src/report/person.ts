import type { Person } from "@kyc-gateway/adapter-spec/v1";
import {
  keepDefined,
  keepDefinedOrNothing,
  normaliseCountry,
  normaliseDate,
  normaliseSex,
  normaliseText,
  readMember,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";

/** The person of a result. `name` of the body is the session's label and no claim. */
export function readPerson(body: UnknownRecord): Person | undefined {
  const person = readRecord(body, "person");
  const read = (key: string): unknown => readMember(person, key);
  const text = (key: string): string | undefined => normaliseText(read(key));
  const formatted = text("address");
  return keepDefinedOrNothing({
    givenName: text("first_name"),
    middleName: text("middle_name"),
    familyName: text("last_name"),
    nativeName: keepDefinedOrNothing({
      givenName: text("local_first_name"),
      middleName: text("local_middle_name"),
      familyName: text("local_last_name"),
    }),
    dateOfBirth: normaliseDate(read("birthday_time"), read("birthday")),
    placeOfBirth: text("birth_place"),
    sex: normaliseSex(read("sex")),
    nationality: normaliseCountry(read("nationality")),
    citizenship: normaliseCountry(read("citizenship")),
    personalNumber: text("personal_number"),
    email: text("email"),
    phone: text("phone") ?? text("phoneNumber"),
    address: formatted === undefined ? undefined : keepDefined({ formatted }),
  });
}
