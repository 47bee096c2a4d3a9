import type { AdapterErrorCode, AdapterErrorFields, Call, Host } from "@kyc-gateway/adapter-spec/v1";
import { AdapterError, isAdapterError } from "./adapter-error.ts";
import { keepDefined } from "./defined.ts";
import { requestJson } from "./json-request.ts";
import type { JsonAnswer } from "./json-request.ts";
import { asRecord, readNumber, readString } from "./read-record.ts";
import type { UnknownRecord } from "./read-record.ts";
import { createSingleFlight } from "./single-flight.ts";

const DEFAULT_MARGIN_MS = 60_000;
/** RFC 6749 only recommends `expires_in`; a token without one is kept for a short while. */
const UNSTATED_LIFETIME_MS = 300_000;
/** Whatever a server says: some write milliseconds, and a token that was withdrawn must not live on for months. */
const LONGEST_LIFETIME_MS = 86_400_000;
const TOKEN_CHARACTERS = /^[\x21-\x7e]+$/;
const operation = "the token endpoint";
/** Far above any real token answer, bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** The errors of a token endpoint (RFC 6749, section 5.2) and what they mean here. */
const CODES_BY_ERROR: ReadonlyMap<string, AdapterErrorCode> = new Map<string, AdapterErrorCode>(
  Object.entries({
    invalid_client: "credentials_rejected",
    unauthorized_client: "credentials_rejected",
    access_denied: "credentials_rejected",
    invalid_grant: "credentials_rejected",
    invalid_scope: "settings_invalid",
    unsupported_grant_type: "settings_invalid",
    invalid_request: "settings_invalid",
    server_error: "unavailable",
    temporarily_unavailable: "unavailable",
  } satisfies Record<string, AdapterErrorCode>),
);

export interface ClientCredentialsOptions {
  readonly host: Host;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Scopes, separated by spaces; absent: all that the client has. */
  readonly scope?: string;
  /** How long before its expiry a token is no longer used, milliseconds; at most a tenth of its lifetime. Default 60 s. */
  readonly expiryMarginMs?: number;
}

/** The access token of one connection. */
export interface AccessTokens {
  /**
   * Runs `send` with a token. Where `send` throws `credentials_rejected` with HTTP 401, it is run once more with a new
   * token; the second refusal is thrown. Errors of the token endpoint carry `requestSent: false`: `send` has not run.
   */
  withToken<T>(call: Call, send: (accessToken: string) => Promise<T>): Promise<T>;
}

interface Token {
  readonly value: string;
  readonly usableUntilMs: number;
}

/**
 * OAuth2 client credentials (RFC 6749, section 4.4): one token for all callers until shortly before its expiry, one
 * request in flight however many wait. A caller that aborts leaves the others their token.
 */
export function createClientCredentials(options: ClientCredentialsOptions): AccessTokens {
  let current: Token | undefined;
  const flights = createSingleFlight(async (signal) => {
    current = await fetchToken(options, signal);
    return current;
  });

  async function takeToken(call: Call): Promise<Token> {
    if (current && options.host.now() < current.usableUntilMs) return current;
    return flights.board(call.signal);
  }

  return {
    async withToken(call, send) {
      const token = await takeToken(call);
      try {
        return await send(token.value);
      } catch (error) {
        if (!isTokenRefused(error)) throw error;
      }
      // Only the refused token is dropped: another caller may have fetched a new one meanwhile.
      if (current === token) current = undefined;
      const fresh = await takeToken(call);
      return send(fresh.value);
    },
  };
}

function isTokenRefused(error: unknown): boolean {
  return isAdapterError(error) && error.code === "credentials_rejected" && error.httpStatus === 401;
}

async function fetchToken(options: ClientCredentialsOptions, signal: AbortSignal): Promise<Token> {
  const { host, clientId, clientSecret, scope } = options;
  const askedAtMs = host.now();
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  form.set("client_id", clientId);
  form.set("client_secret", clientSecret);
  if (scope !== undefined) form.set("scope", scope);
  try {
    const answer = await requestJson(host, {
      operation,
      method: "POST",
      url: options.tokenUrl,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      signal,
      maxResponseBytes: MAX_ANSWER_BYTES,
      findError: findTokenError,
    });
    return readToken(answer, { askedAtMs, marginMs: options.expiryMarginMs ?? DEFAULT_MARGIN_MS });
  } catch (error) {
    throw isAdapterError(error) ? markUnsent(error) : error;
  }
}

/** What failed is the way to the token: the caller's own request was never sent, whatever the token endpoint did. */
function markUnsent(error: Error & AdapterErrorFields): AdapterError {
  const { code, message, retryAfterMs, httpStatus, providerCode } = error;
  return new AdapterError({
    ...keepDefined({ code, message, retryAfterMs, httpStatus, providerCode }),
    requestSent: false,
  });
}

function findTokenError(answer: JsonAnswer): AdapterError | undefined {
  const word = readString(asRecord(answer.body), "error");
  const code = word === undefined ? undefined : CODES_BY_ERROR.get(word);
  if (word === undefined || code === undefined) return undefined;
  return new AdapterError({
    code,
    message: `${operation} refused with "${word}"; check the client id, its secret and its scopes`,
    httpStatus: answer.status,
    providerCode: word,
  });
}

function readToken(answer: JsonAnswer, issue: { askedAtMs: number; marginMs: number }): Token {
  const body = asRecord(answer.body);
  const value = readString(body, "access_token");
  const type = readString(body, "token_type") ?? "Bearer";
  if (value === undefined || !TOKEN_CHARACTERS.test(value) || type.toLowerCase() !== "bearer") {
    throw new AdapterError({
      code: "response_unrecognised",
      message: `${operation} answered without a usable bearer token`,
      httpStatus: answer.status,
    });
  }
  const lifetimeMs = readLifetimeMs(body);
  const marginMs = Math.min(issue.marginMs, lifetimeMs / 10);
  return { value, usableUntilMs: issue.askedAtMs + lifetimeMs - marginMs };
}

function readLifetimeMs(body: UnknownRecord | undefined): number {
  // Some servers write the seconds as text.
  const seconds = readNumber(body, "expires_in") ?? Number(readString(body, "expires_in") ?? Number.NaN);
  // Blank, zero and negative state nothing: taken at their word, each call would fetch a token of its own.
  return Number.isFinite(seconds) && seconds >= 1
    ? Math.min(seconds * 1000, LONGEST_LIFETIME_MS)
    : UNSTATED_LIFETIME_MS;
}
