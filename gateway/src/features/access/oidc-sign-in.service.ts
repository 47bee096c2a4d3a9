import type { OperatorRole } from "@kyc-gateway/http-api";
import type * as OpenIdClient from "openid-client";
import type { ConsoleOidcConfig } from "../../platform/config/console-oidc.ts";
import { isRoleEnough } from "./least-roles.ts";
import { openSignIn, sealSignIn } from "./oidc-sealed-sign-in.ts";

/** Why somebody was not signed in. */
export type OidcRefusalReason = "unavailable" | "expired" | "failed" | "no-role";

/** Thrown when somebody is not signed in. Its cause may hold what the provider sent. */
export class OidcRefusal extends Error {
  readonly reason: OidcRefusalReason;

  constructor(reason: OidcRefusalReason, cause?: unknown) {
    super(`Not signed in: ${reason}.`, { cause });
    this.name = "OidcRefusal";
    this.reason = reason;
  }
}

/** Somebody whom the identity provider has named. */
export interface OidcUser {
  readonly name: string;
  readonly role: OperatorRole;
  /** The provider's id of them, which is nobody else's. */
  readonly subject: string;
}

/** Signing in by OpenID Connect: authorization code with PKCE. The browser keeps the sealed state, no replica does. */
export interface OidcSignIn {
  /** Where the browser is sent, and what it is to bring back. Throws `OidcRefusal`. */
  begin(): Promise<{ readonly url: string; readonly sealed: string }>;
  /** Who came back with this query. Throws `OidcRefusal`. */
  finish(query: string, sealed: string | undefined): Promise<OidcUser>;
}

interface Connection {
  readonly library: typeof OpenIdClient;
  readonly client: OpenIdClient.Configuration;
}
type Claims = Readonly<Record<string, unknown>>;

/** The longest time for one request to the provider. */
const timeoutSeconds = 5;

/** Asks the provider nothing before somebody signs in; what it tells of itself is asked for once. */
export function createOidcSignIn(settings: ConsoleOidcConfig): OidcSignIn {
  let connecting: Promise<Connection> | undefined;
  const connect = () =>
    (connecting ??= discover(settings).catch((error: unknown) => {
      connecting = undefined;
      throw new OidcRefusal("unavailable", error);
    }));
  return {
    begin: async () => beginSignIn(settings, await connect()),
    async finish(query, sealed) {
      const claims = await readClaims(settings, { query, sealed, connect });
      return toUser(settings, claims);
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: ConsoleOidcConfig): Promise<Connection> {
  const library = await import("openid-client");
  const [basic, post] = [library.ClientSecretBasic(clientSecret), library.ClientSecretPost(clientSecret)];
  const execute = [library.enableNonRepudiationChecks];
  if (issuer.startsWith("http:")) execute.push(library.allowInsecureRequests);
  const client = await library.discovery(
    new URL(issuer),
    clientId,
    undefined,
    (server, ...call) => (takesBasic(server) ? basic : post)(server, ...call),
    { execute, timeout: timeoutSeconds },
  );
  return { library, client };
}

/** A provider that does not say takes it: it is the standard's default. */
function takesBasic({ token_endpoint_auth_methods_supported: methods }: Claims): boolean {
  return !Array.isArray(methods) || methods.includes("client_secret_basic");
}

function callbackUrl({ consoleUrl }: ConsoleOidcConfig): string {
  return `${consoleUrl}/console/oidc/callback`;
}

async function beginSignIn(settings: ConsoleOidcConfig, { library, client }: Connection) {
  const [state, nonce] = [library.randomState(), library.randomNonce()];
  const codeVerifier = library.randomPKCECodeVerifier();
  const url = library.buildAuthorizationUrl(client, {
    redirect_uri: callbackUrl(settings),
    scope: settings.scope,
    state,
    nonce,
    code_challenge: await library.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  });
  return { url: url.href, sealed: await sealSignIn(settings, { state, nonce, codeVerifier }) };
}

interface Return {
  readonly query: string;
  readonly sealed: string | undefined;
  readonly connect: () => Promise<Connection>;
}

async function readClaims(
  settings: ConsoleOidcConfig,
  { query, sealed, connect }: Return,
): Promise<Claims & { readonly sub: string }> {
  const begun = sealed === undefined ? undefined : await openSignIn(settings, sealed);
  if (begun === undefined) throw new OidcRefusal("expired");
  const { library, client } = await connect();
  try {
    const tokens = await library.authorizationCodeGrant(client, new URL(`${callbackUrl(settings)}${query}`), {
      expectedState: begun.state,
      expectedNonce: begun.nonce,
      pkceCodeVerifier: begun.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims() ?? { sub: "" };
    if (settings.roleClaim in claims || client.serverMetadata().userinfo_endpoint === undefined)
      return claims;
    return { ...(await library.fetchUserInfo(client, tokens.access_token, claims.sub)), ...claims };
  } catch (error) {
    throw new OidcRefusal("failed", error);
  }
}

/** The highest role that a value of the claim is mapped to. Nobody gets one by default. */
function toUser(
  { roleClaim, roles }: ConsoleOidcConfig,
  claims: Claims & { readonly sub: string },
): OidcUser {
  const mapped = [claims[roleClaim]].flat().flatMap((value) => {
    const role = typeof value === "string" ? roles.get(value) : undefined;
    return role === undefined ? [] : [role];
  });
  const [first, ...others] = mapped;
  if (first === undefined) throw new OidcRefusal("no-role");
  const role = others.reduce((highest, one) => (isRoleEnough(one, highest) ? one : highest), first);
  return { name: describeName(claims), role, subject: claims.sub };
}

const longestName = 100;

/** No key's operator can be called so: their names have no colon. */
function describeName({ preferred_username: chosen, email, sub }: Claims): string {
  const name = [chosen, email, sub].find((one) => typeof one === "string" && one.trim() !== "");
  return `oidc:${String(name)
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, longestName)}`;
}
