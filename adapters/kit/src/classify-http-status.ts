import type { AdapterErrorCode, HostHeaders } from "@kyc-gateway/adapter-spec/v1";
import { AdapterError } from "./adapter-error.ts";
import { parseRetryAfterMs } from "./retry-after.ts";

const codesByStatus: Readonly<Record<number, AdapterErrorCode>> = {
  401: "credentials_rejected",
  402: "quota_exhausted",
  403: "credentials_rejected",
  408: "timeout",
  429: "rate_limited",
  504: "timeout",
};

const providerCodeForm = /^[\w.:-]{1,64}$/;

function findCode(status: number): AdapterErrorCode {
  const code = codesByStatus[status];
  if (code !== undefined) return code;
  if (status >= 500 && status <= 599) return "unavailable";
  // What is neither success nor error is a redirect, which the host does not follow: no API answers so.
  return status >= 400 && status <= 499 ? "request_rejected" : "response_unrecognised";
}

/** An HTTP answer as far as its classification needs it. `operation` is the adapter's name of the call. */
export interface HttpOutcome {
  readonly operation: string;
  readonly status: number;
  readonly headers: HostHeaders;
  /** The provider's own code in the answer, as it came. What is no code (at most 64 letters, digits and `_.:-`) is left out: it may be prose. */
  readonly providerCode?: string;
  /** Milliseconds since the epoch, for a `Retry-After` that is a date. */
  readonly nowMs: number;
}

/**
 * The adapter error of an HTTP status; absent for 2xx. What a status means beyond HTTP (404 as an unknown session) is
 * the adapter's to say before this is asked.
 */
export function classifyHttpStatus(outcome: HttpOutcome): AdapterError | undefined {
  const { operation, status, headers, nowMs, providerCode } = outcome;
  if (status >= 200 && status <= 299) return undefined;
  const retryAfterMs = parseRetryAfterMs(headers.get("retry-after"), nowMs);
  return new AdapterError({
    code: findCode(status),
    message: `${operation} was answered with HTTP ${status}`,
    httpStatus: status,
    ...(providerCode !== undefined && providerCodeForm.test(providerCode) ? { providerCode } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
