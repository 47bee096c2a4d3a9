import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";
import {
  AdapterError,
  asRecord,
  classifyHttpStatus,
  defineVocabulary,
  readString,
  sanitiseWord,
} from "@kyc-gateway/adapter-kit";
import type { JsonAnswer } from "@kyc-gateway/adapter-kit";

/** Every `argumentError` of the API reference. Those in capitals of the Developer guide are the same words. */
type ErrorWord =
  | "session-not-found"
  | "session-invalid"
  | "wrong-parameters"
  | "invalid-access"
  | "access-denied"
  | "invalid-company-key"
  | "company-missing"
  | "not-found"
  | "face-photo-not-found"
  | "already-exists"
  | "invalid-email-format"
  | "password-too-short"
  | "invalid-rights"
  | "user-already-exists";

const errorWords = defineVocabulary<ErrorWord, AdapterErrorCode>("error", {
  "session-not-found": "session_unknown",
  // Not the same as gone: an erasure must not take it for done.
  "session-invalid": "request_rejected",
  "wrong-parameters": "request_rejected",
  "invalid-access": "credentials_rejected",
  "access-denied": "credentials_rejected",
  "invalid-company-key": "credentials_rejected",
  "company-missing": "credentials_rejected",
  "not-found": "not_found",
  "face-photo-not-found": "not_found",
  "already-exists": "conflict",
  "invalid-email-format": "request_rejected",
  "password-too-short": "request_rejected",
  "invalid-rights": "request_rejected",
  "user-already-exists": "conflict",
});

/** The error word of an answer, if it is an error: `{"argumentError": …}`, or a bare string that is a known word. */
function findErrorWord(body: unknown): string | undefined {
  if (typeof body === "string") return errorWords.has(body) ? body : undefined;
  return readString(asRecord(body), "argumentError");
}

function findStatusCode(answer: JsonAnswer, nowMs: number): AdapterErrorCode {
  const error = classifyHttpStatus({ ...answer, nowMs });
  return error?.code ?? "request_rejected";
}

/** What an answer of either host refuses, whatever its HTTP status; absent when it is no error of Identomat's. */
export function findProviderError(answer: JsonAnswer, nowMs: number): AdapterError | undefined {
  const { operation, status: httpStatus } = answer;
  const word = findErrorWord(answer.body);
  if (word !== undefined) {
    const providerCode = sanitiseWord(word);
    // A word that nobody told us of says that the request failed, and nothing about the session.
    const code = errorWords.has(word) ? errorWords.translate(word) : findStatusCode(answer, nowMs);
    return new AdapterError({
      code,
      message: `${operation} was refused: ${providerCode}`,
      httpStatus,
      providerCode,
    });
  }
  if (readString(asRecord(answer.body), "internalError") === undefined) return undefined;
  // Its text is prose and stays here.
  const message = `${operation} failed inside the provider (internalError)`;
  return new AdapterError({ code: "unavailable", message, httpStatus, providerCode: "internalError" });
}
