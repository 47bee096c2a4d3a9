import { maxReasonLength } from "@kyc-gateway/http-api/limits";
import { InvalidArgumentError, Option } from "commander";

/** A reason as the audit log keeps it: something is said, and nothing of it is cut. */
export function reasonOption(what: string): Option {
  const allowed = `1 to ${maxReasonLength} characters`;
  return new Option("--reason <text>", `${what}: ${allowed}`).makeOptionMandatory().argParser((text) => {
    if (text.trim() === "" || text.length > maxReasonLength)
      throw new InvalidArgumentError(`Say why, in ${allowed}.`);
    return text;
  });
}
