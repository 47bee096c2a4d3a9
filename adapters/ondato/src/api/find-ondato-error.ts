import { AdapterError, asRecord, readRecord, readString, sanitiseWord } from "@kyc-gateway/adapter-kit";
import type { JsonAnswer } from "@kyc-gateway/adapter-kit";
import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";

const FIELD_NAME = /^[\w.[\]]{1,64}$/;
const MAX_FIELDS = 5;

/** Ondato's reasons (Ondato docs, errors); what is not listed is classified by its HTTP status alone. */
const CODE_BY_REASON: ReadonlyMap<string, AdapterErrorCode> = new Map([
  ["ValidationFailed", "request_rejected"],
  ["AuthenticationFailed", "credentials_rejected"],
  ["AuthorizationFailed", "credentials_rejected"],
]);

/** What an answer 404 means: that the session is gone, or that something the request named does not exist. */
export type NotFoundMeaning = Extract<
  AdapterErrorCode,
  "session_unknown" | "not_found" | "request_rejected" | "unavailable"
>;

/**
 * The error in an answer `{reason, message, params}` with status 4xx. Its prose is never used: it may quote what was sent. Names of
 * refused fields are.
 */
export function findOndatoError(answer: JsonAnswer, notFound: NotFoundMeaning): AdapterError | undefined {
  const { operation, status } = answer;
  const reason = readString(asRecord(answer.body), "reason");
  const code = findCode({ status, reason, notFound });
  if (code === undefined) return undefined;
  const word = reason === undefined ? "" : ` (${sanitiseWord(reason)})`;
  return new AdapterError({
    code,
    message: `${operation} was refused with HTTP ${status}${word}${describeFields(answer.body)}`,
    httpStatus: status,
    ...(reason === undefined ? {} : { providerCode: sanitiseWord(reason) }),
  });
}

interface Refusal {
  readonly status: number;
  readonly reason: string | undefined;
  readonly notFound: NotFoundMeaning;
}

function findCode({ status, reason, notFound }: Refusal): AdapterErrorCode | undefined {
  if (status === 404) return notFound;
  // 429 keeps its Retry-After, and 5xx its retryability, in the common classification.
  const isRefusal = status === 400 || status === 401 || status === 403 || status === 409 || status === 422;
  return isRefusal && reason !== undefined ? CODE_BY_REASON.get(reason) : undefined;
}

function describeFields(body: unknown): string {
  const names = Object.keys(readRecord(asRecord(body), "params") ?? {}).filter((name) =>
    FIELD_NAME.test(name),
  );
  return names.length === 0 ? "" : `, fields: ${names.slice(0, MAX_FIELDS).join(", ")}`;
}
