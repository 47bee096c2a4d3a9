import { generateKeyPairSync, sign } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider, type InteractionResults } from "oidc-provider";
import { encodeToken } from "./json-web-token.ts";

/** Somebody at the identity provider. */
export interface OidcPerson {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** How the issuer's server behaves. */
export type OidcBehaviour = "normal" | "html" | "hangs" | "other-issuer";

/** What is changed in the ID token that the token endpoint answers with; `key` signs it anew. */
export interface Forgery {
  readonly key: "own" | "strange";
  readonly header?: object;
  readonly claims?: (issued: Readonly<Record<string, unknown>>) => object;
}

/** A real OpenID Connect provider on loopback, in which somebody is signed in without a form. */
export interface OidcIssuer {
  readonly url: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** Who signs in next. Null: the person refuses. */
  person: OidcPerson | null;
  behaviour: OidcBehaviour;
  forgery: Forgery | undefined;
  /** The paths that were asked for. */
  readonly requests: string[];
  close(): Promise<void>;
}

const client = { id: "kyc-console", secret: "client-secret-of-the-test" };
const keyId = "signing";

export async function startOidcIssuer(redirectUri: string): Promise<OidcIssuer> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { own: createSigner(), strange: createSigner() };
  const issuer: OidcIssuer = {
    url,
    client,
    person: null,
    behaviour: "normal",
    forgery: undefined,
    requests: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
  const provider = createProvider(issuer, { redirectUri, jwk: keys.own.jwk });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    const { pathname } = new URL(request.url ?? "/", url);
    issuer.requests.push(pathname);
    if (issuer.behaviour === "hangs") return;
    if (issuer.behaviour === "html") return void response.setHeader("content-type", "text/html").end("<p>");
    if (issuer.behaviour === "other-issuer") return sendJson(response, `{"issuer":"${url}/other"}`);
    if (pathname === "/interaction")
      return void provider.interactionFinished(request, response, answerForm(issuer));
    if (pathname === "/token" && issuer.forgery !== undefined) forge(response, issuer.forgery, keys);
    void answer(request, response);
  });
  return issuer;
}

function sendJson(response: ServerResponse, body: string): void {
  response.setHeader("content-type", "application/json").end(body);
}

type SigningKey = ReturnType<typeof createSigner>;

function createSigner() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    jwk: { ...privateKey.export({ format: "jwk" }), kid: keyId, use: "sig", alg: "RS256" },
    sign: (input: string) => sign("sha256", Buffer.from(input), privateKey).toString("base64url"),
  };
}

function createProvider(
  issuer: OidcIssuer,
  { redirectUri, jwk }: { readonly redirectUri: string; readonly jwk: SigningKey["jwk"] },
): Provider {
  return new Provider(issuer.url, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUri] }],
    jwks: { keys: [jwk] },
    cookies: { keys: ["cookie-key-of-the-test"] },
    claims: { openid: ["sub"], profile: ["preferred_username", "roles"], email: ["email"] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    pkce: { required: () => true },
    interactions: { url: () => "/interaction" },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: async () => ({ ...issuer.person, sub: accountId }),
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: client.id,
        accountId: oidc.session?.accountId ?? "",
      });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
}

/** What a form would ask. */
function answerForm({ person }: OidcIssuer): InteractionResults {
  return person === null ? { error: "access_denied" } : { login: { accountId: person.sub, remember: false } };
}

/** Changes what the provider is about to answer. */
function forge(
  response: ServerResponse,
  { key, header = {}, claims = (issued) => issued }: Forgery,
  keys: Readonly<Record<Forgery["key"], { readonly sign: (input: string) => string }>>,
): void {
  const end = response.end.bind(response) as (body: string) => ServerResponse;
  response.end = ((body: string) => {
    const answer = JSON.parse(body) as { id_token?: string };
    if (answer.id_token === undefined) return end(body);
    const [, payload = ""] = answer.id_token.split(".");
    const issued = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    const token = encodeToken({ alg: "RS256", kid: keyId, ...header }, claims(issued), keys[key].sign);
    const forged = JSON.stringify({ ...answer, id_token: token });
    response.setHeader("content-length", Buffer.byteLength(forged));
    return end(forged);
  }) as typeof response.end;
}
