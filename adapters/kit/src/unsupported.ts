import type { StartRequest, ValidationIssue } from "@kyc-gateway/adapter-spec/v1";

/** What a request may ask of a session, beside its flow and its applicant, that not every provider can do. */
export type Askable =
  | "returnUrl"
  | "language"
  | "documentTypes"
  | "documentCountries"
  | "schedule"
  | "parent"
  | "presets"
  | "operatorGroup";

/**
 * For `checkStart`: an issue `unsupported` for each member that the request has and the provider cannot be told. Give a
 * sentence for each: why not, and what to do instead. What is asked is never dropped in silence.
 */
export function listUnsupported(
  request: StartRequest,
  messages: Readonly<Partial<Record<Askable, string>>>,
): readonly ValidationIssue[] {
  return (Object.entries(messages) as [Askable, string][]).flatMap(([member, message]) =>
    request[member] === undefined ? [] : [{ pointer: `/${member}`, code: "unsupported", message }],
  );
}
