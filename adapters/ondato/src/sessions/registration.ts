import { isCalendarDate, toAlpha2Country } from "@kyc-gateway/adapter-kit";
import type { Applicant } from "@kyc-gateway/adapter-spec/v1";
import type { Flow, RegistrationMember } from "../flow/flow.schema.ts";

const E164 = /^\+[1-9]\d{6,14}$/;

/** How one member of the applicant is told to Ondato; `write` answers nothing for a value that cannot be told. */
interface RegistrationRule {
  readonly name: string;
  readonly write: (value: string) => string | number | undefined;
  readonly code: string;
  readonly message: string;
}

const plain = (name: string): RegistrationRule => ({
  name,
  write: (value) => (value.trim() === "" ? undefined : value),
  code: "empty",
  message: "is empty; leave it out instead",
});

/** The members of `registration` (Ondato docs, IDV, request example). */
const RULES = {
  givenName: plain("firstName"),
  middleName: plain("middleName"),
  familyName: plain("lastName"),
  personalNumber: plain("personalCode"),
  email: plain("email"),
  dateOfBirth: {
    name: "dateOfBirth",
    write: (value) => (isCalendarDate(value) ? value : undefined),
    code: "not_a_date",
    message: "is no calendar date of the form YYYY-MM-DD",
  },
  phone: {
    name: "phoneNumber",
    // A JSON number without the plus sign: fifteen digits at most, so that a double holds it exactly.
    write: (value) => (E164.test(value) ? Number(value.slice(1)) : undefined),
    code: "not_e164",
    message: "is no telephone number in E.164 with its plus sign",
  },
  country: {
    name: "countryCode",
    write: toAlpha2Country,
    code: "unknown_country",
    message: "has no ISO 3166-1 alpha-2 code, which Ondato asks for",
  },
} satisfies Record<RegistrationMember, RegistrationRule>;

const EVERY_MEMBER = Object.keys(RULES) as readonly RegistrationMember[];

export interface RegistrationEntry {
  readonly member: RegistrationMember;
  readonly rule: RegistrationRule;
  /** Absent: the value cannot be told to Ondato. */
  readonly written: string | number | undefined;
}

/** What the flow lets Ondato know of this applicant; nothing else is looked at, let alone sent. */
export function listRegistration(flow: Flow, applicant: Applicant): readonly RegistrationEntry[] {
  return (flow.registration ?? EVERY_MEMBER).flatMap((member) => {
    const value = applicant[member];
    const rule: RegistrationRule = RULES[member];
    return value === undefined ? [] : [{ member, rule, written: rule.write(value) }];
  });
}

export function writeRegistration(
  flow: Flow,
  applicant: Applicant,
): Record<string, string | number> | undefined {
  const entries = listRegistration(flow, applicant).flatMap(({ rule, written }) =>
    written === undefined ? [] : [[rule.name, written] as const],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
