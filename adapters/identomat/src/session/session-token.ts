import { AdapterError } from "@kyc-gateway/adapter-kit";

// Forty of [a-z0-9] so far. No `_` or `-`: a bare error word must never pass for a token.
const tokenForm = /^[A-Za-z0-9]{16,128}$/;

/** Whether a text has the form of a session's token, which is its id as well. */
export function isSessionToken(value: unknown): value is string {
  return typeof value === "string" && tokenForm.test(value);
}

/** The token that begin/ answers; throws `response_unrecognised`. */
export function readSessionToken(body: unknown): string {
  if (isSessionToken(body)) return body;
  throw new AdapterError({
    code: "response_unrecognised",
    message: "begin/ was answered with something that is not a session token",
  });
}
