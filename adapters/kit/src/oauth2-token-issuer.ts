import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { Delivery, IssuedToken } from "@kyc-gateway/adapter-spec/v1";
import { readBasicCredentials } from "./basic-auth.ts";
import { readBearerToken } from "./bearer.ts";
import { matchesAnySecret } from "./constant-time.ts";
import type { ProofVerdict } from "./timestamped-hmac.ts";

const FORM = /^application\/x-www-form-urlencoded(?:\s*;|$)/i;
const MAX_REQUEST_BYTES = 8 * 1024;
const TOKEN = /^kg1\.(?<payload>[A-Za-z0-9_-]{1,1024})\.(?<signature>[A-Za-z0-9_-]{43})$/;
/** Keeps a token's signature apart from every other use of the same secret. */
const PURPOSE = "kyc-gateway.issued-token.v1";

/** A client that may fetch a token: what the provider was given to enter at its side. */
export interface TokenClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The part of a delivery that a token request is read from. */
export type TokenRequest = Pick<Delivery, "headers" | "rawBody">;

export interface TokenIssuerOptions {
  /** The clients that are live; several while one secret is replaced by the next. */
  readonly clients: readonly TokenClient[];
  readonly lifetimeSeconds: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Issues and accepts bearer tokens without keeping any: a token names its client and its expiry, signed with that
 * client's secret. To revoke all tokens of a client is to remove its secret.
 */
export interface TokenIssuer {
  /** Answers a client-credentials request (RFC 6749, section 4.4); absent when it is not one of a live client. */
  issue(request: TokenRequest): IssuedToken | undefined;
  /** `valid`: the `Authorization` header carries a token that was issued here to a client that is live; `stale`: it has expired. */
  verify(authorization: string | readonly string[] | undefined): ProofVerdict;
}

/** A stateless issuer for providers that fetch a bearer token before they post a webhook. */
export function createTokenIssuer(options: TokenIssuerOptions): TokenIssuer {
  return {
    issue(request) {
      const client = findClient(options.clients, readTokenRequest(request));
      if (!client) return undefined;
      const expiresAt = Math.floor(options.now() / 1000) + options.lifetimeSeconds;
      return { accessToken: signToken(client, expiresAt), expiresInSeconds: options.lifetimeSeconds };
    },
    verify(authorization) {
      const token = readBearerToken(authorization);
      const expiresAt = token === undefined ? undefined : readExpiry(token);
      if (token === undefined || expiresAt === undefined) return "malformed";
      // What an empty secret signed, anybody could have signed.
      const live = options.clients.filter((client) => client.clientSecret !== "");
      const isIssued = matchesAnySecret(
        token,
        live.map((client) => signToken(client, expiresAt)),
      );
      if (!isIssued) return "wrong";
      return expiresAt * 1000 <= options.now() ? "stale" : "valid";
    },
  };
}

/** The whole token is a function of client and expiry, so that to verify is to make it again and compare. */
function signToken(client: TokenClient, expiresAt: number): string {
  const payload = Buffer.from(JSON.stringify({ exp: expiresAt, client: client.clientId })).toString(
    "base64url",
  );
  const signature = createHmac("sha256", client.clientSecret)
    .update(`${PURPOSE}.${payload}`)
    .digest("base64url");
  return `kg1.${payload}.${signature}`;
}

function readExpiry(token: string): number | undefined {
  const payload = TOKEN.exec(token)?.groups?.["payload"];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    const expiresAt = typeof claims === "object" && claims && "exp" in claims ? claims.exp : undefined;
    return Number.isSafeInteger(expiresAt) ? Number(expiresAt) : undefined;
  } catch {
    return undefined;
  }
}

/** The clients that a request may mean: one, or two where its Basic header can be read in two ways. */
function readTokenRequest({ headers, rawBody }: TokenRequest): readonly TokenClient[] {
  const contentType = headers["content-type"];
  if (typeof contentType !== "string" || !FORM.test(contentType)) return [];
  if (rawBody.byteLength > MAX_REQUEST_BYTES) return [];
  const form = new URLSearchParams(Buffer.from(rawBody).toString());
  if (readOnlyParameter(form, "grant_type") !== "client_credentials") return [];
  // RFC 6749, section 2.3: a client uses one way to authenticate, not two.
  if (headers["authorization"] === undefined) return readBodyClient(form);
  return form.has("client_secret") ? [] : readBasicClient(headers["authorization"]);
}

function readBodyClient(form: URLSearchParams): readonly TokenClient[] {
  const clientId = readOnlyParameter(form, "client_id");
  const clientSecret = readOnlyParameter(form, "client_secret");
  return clientId === undefined || clientSecret === undefined ? [] : [{ clientId, clientSecret }];
}

/** RFC 6749, section 2.3.1, has id and secret form-encoded before base64; many clients leave that out. */
function readBasicClient(authorization: string | readonly string[]): readonly TokenClient[] {
  const basic = readBasicCredentials(authorization);
  if (!basic) return [];
  return [
    { clientId: basic.username, clientSecret: basic.password },
    { clientId: decodeForm(basic.username), clientSecret: decodeForm(basic.password) },
  ];
}

function readOnlyParameter(form: URLSearchParams, name: string): string | undefined {
  const values = form.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

/** Compares every pair, so that the time taken does not tell which client exists. */
function findClient(
  clients: readonly TokenClient[],
  offered: readonly TokenClient[],
): TokenClient | undefined {
  const isMatch = clients.map(
    (client) => offered.filter((candidate) => isClient(candidate, client)).length > 0,
  );
  return clients[isMatch.indexOf(true)];
}

function isClient(offered: TokenClient, client: TokenClient): boolean {
  const isId = matchesAnySecret(offered.clientId, [client.clientId]);
  const isSecret = matchesAnySecret(offered.clientSecret, [client.clientSecret]);
  return isId && isSecret;
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
