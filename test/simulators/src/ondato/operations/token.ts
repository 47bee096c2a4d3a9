import { answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Exchange, Operation } from "../../server/exchange.ts";
import type { OndatoApplication, OndatoScope } from "../options.ts";
import type { OndatoState } from "../state.ts";

const everyScope: readonly OndatoScope[] = ["idv_api", "kyc_identifications_api"];

/** `POST /connect/token`: client credentials, form-encoded; errors are OAuth2's own. */
export function createToken(state: OndatoState): Operation {
  return {
    name: "token",
    methods: ["POST"],
    path: "/connect/token",
    findSessionId: () => undefined,
    respond: (exchange) => respond(state, exchange),
  };
}

function respond(state: OndatoState, exchange: Exchange): Answer {
  const type = exchange.request.headers["content-type"] ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return refuse("invalid_request");
  const form = new URLSearchParams(exchange.rawBody.toString());
  if (form.get("grant_type") !== "client_credentials")
    return refuse(form.has("grant_type") ? "unsupported_grant_type" : "invalid_request");
  const application = findClient(state, form);
  if (application === undefined) return refuse("invalid_client");
  const scopes = grantScopes(application, form.get("scope"));
  return scopes === undefined ? refuse("invalid_scope") : issue(state, application, scopes);
}

function issue(state: OndatoState, application: OndatoApplication, scopes: readonly OndatoScope[]): Answer {
  const seconds = state.settings.tokenLifetimeSeconds;
  const expiresMs = state.engine.clock.now() + seconds * 1_000;
  const token = state.tokens.issue({ application, scopes, expiresMs });
  state.engine.ledger.count("tokens_issued");
  return answerJson(
    { access_token: token, expires_in: seconds, token_type: "Bearer", scope: scopes.join(" ") },
    200,
    { "cache-control": "no-store" },
  );
}

function findClient(state: OndatoState, form: URLSearchParams): OndatoApplication | undefined {
  const application = state.applications.find(({ clientId }) => clientId === form.get("client_id"));
  return application?.clientSecret === form.get("client_secret") ? application : undefined;
}

function grantScopes(
  application: OndatoApplication,
  asked: string | null,
): readonly OndatoScope[] | undefined {
  const allowed = application.scopes ?? everyScope;
  if (asked === null || asked.trim() === "") return allowed;
  const scopes = asked.trim().split(/\s+/);
  return scopes.every((scope): scope is OndatoScope => allowed.some((known) => known === scope))
    ? scopes
    : undefined;
}

function refuse(error: string): Answer {
  return answerJson({ error }, 400);
}
