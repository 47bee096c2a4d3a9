import { Type } from "@sinclair/typebox";
import { maxReasonLength } from "./limits.ts";

/** An id of ours: UUID version 7. */
export const Id = (description: string) => Type.String({ format: "uuid", description });
/** RFC 3339 with milliseconds, UTC. */
export const Timestamp = (description: string) => Type.String({ format: "date-time", description });
/** `YYYY-MM-DD`. */
export const CalendarDate = (description: string) => Type.String({ format: "date", description });
/** ISO 3166-1 alpha-3, upper case. */
export const Country = (description: string) =>
  Type.String({
    pattern: "^[A-Z]{3}$",
    "x-allowed": "a country of ISO 3166-1 alpha-3 in upper case, such as GEO",
    description: `${description} ISO 3166-1 alpha-3.`,
    examples: ["GEO"],
  });
/**
 * The tenant's own id of a person: opaque to the gateway, 1–128 printable ASCII characters without spaces. `.` and `..`, also
 * percent-encoded, are no ids: they are steps in a URL, so that nothing could be read or erased under them.
 */
export const ApplicantId = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: "^(?!(?:\\.|%2[eE]){1,2}$)[\\x21-\\x7e]+$",
  "x-allowed":
    "1 to 128 printable ASCII characters without spaces, and not a step of a path (. or .., percent-encoded too)",
  description:
    "Your own id of the person, without spaces; not `.`, `..` or their percent-encoded forms, which URLs take for steps. Opaque to the gateway; no personal data in it, please.",
  examples: ["user-4711"],
});
/** The same in what we tell. */
export const ToldApplicantId = Type.Unsafe<string | null>({
  type: ["string", "null"],
  description: "Your own id of the person; null once the person was erased.",
  examples: ["user-4711"],
});
/** A flow's name. */
export const FlowName = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: "^[a-z0-9][a-z0-9_-]*$",
  "x-allowed": "1 to 64 lower case letters, digits, - or _, beginning with a letter or a digit",
  description: "The name of one of your flows: what is to be verified.",
  examples: ["standard"],
});
/**
 * A language, with its script and region where it matters (BCP 47). A provider that does not know the region is asked
 * for the language alone.
 */
export const LanguageTag = Type.String({
  maxLength: 35,
  pattern:
    "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$",
  "x-allowed": "a language tag of BCP 47 of at most 35 characters, such as ka or en-US",
  description:
    "BCP 47: a language, and where it matters its script and region. A provider gets the nearest that it knows: this one, the language alone, or what its flow names.",
  examples: ["ka", "en-US"],
});
/** How long an approval counts: an ISO 8601 duration of whole years, months, weeks and days, and more than nothing. */
export const ValidFor = Type.String({
  maxLength: 20,
  pattern: "^P(?=[0-9]+[YMWD])(?=.*[1-9])([0-9]{1,2}Y)?([0-9]{1,3}M)?([0-9]{1,4}W)?([0-9]{1,5}D)?$",
  "x-allowed": "an ISO 8601 duration of years, months, weeks and days, such as P1Y, P6M or P90D",
  description:
    "How long an approval counts: an ISO 8601 duration of years (Y), months (M), weeks (W) and days (D), in this order. Absent: until the document expires. A document that expires before ends it too.",
  examples: ["P1Y", "P6M", "P90D"],
});
const control = "\\u0000-\\u001f\\u007f";
/** What shows nothing, of any script. */
const blank = "\\u0020\\u00a0\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
/** Text that says something: blanks alone are no name, and no reason. */
export const FilledText = (description: string, maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: `^[${blank}]*[^${control}${blank}][^${control}]*$`,
    "x-allowed": `1 to ${maxLength} characters that say something, without control characters`,
    description,
  });
/** Why somebody does something. */
export const GivenReason = (description: string) => FilledText(description, maxReasonLength);
/** A personal text of bounded length. */
export const PersonalText = (description: string, maxLength = 200) => FilledText(description, maxLength);
/** The name of a tenant, a connection or a routing rule. */
export const ConfigurationName = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 63,
    pattern: "^[a-z0-9][a-z0-9_-]*$",
    "x-allowed": "1 to 63 lower case letters, digits, - or _, beginning with a letter or a digit",
    description,
  });
/** A short word of the tenant's about an applicant's risk. */
export const RiskTag = Type.String({
  minLength: 1,
  maxLength: 40,
  pattern: "^[a-zA-Z0-9_.:-]+$",
  "x-allowed": "1 to 40 letters, digits or _ . : -",
  examples: ["high"],
});

/** Which try of the applicant something is about. */
export const Attempt = Type.Integer({
  minimum: 1,
  description:
    "Which try of the applicant it is, from 1. A provider may ask the applicant to try again: then `attempt` grows and the status may be an earlier one.",
});
