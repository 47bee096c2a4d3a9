import type { Exchange } from "../server/exchange.ts";
import type { OndatoApplication, OndatoScope } from "./options.ts";
import { Problem } from "./problem.ts";
import type { OndatoSession } from "./session.ts";
import type { FiledIdentification, OndatoState } from "./state.ts";

/** Whoever holds a live token with the scope; otherwise 401 or 403. */
export function admit(state: OndatoState, exchange: Exchange, scope: OndatoScope): OndatoApplication {
  const [, value] = /^Bearer (.+)$/i.exec(exchange.request.headers.authorization ?? "") ?? [];
  const token = value === undefined ? undefined : state.tokens.find(value);
  if (token === undefined)
    throw new Problem("AuthenticationFailed", "The access token is missing or not valid.");
  if (!token.scopes.includes(scope))
    throw new Problem("AuthorizationFailed", `The token lacks the scope ${scope}.`);
  return token.application;
}

export function readParameter(exchange: Exchange, name: string): string {
  return (exchange.request.params as Record<string, string | undefined>)[name] ?? "";
}

/** The application's own; another's is as unknown as one that never was. */
export function requireVerification(
  state: OndatoState,
  application: OndatoApplication,
  id: string,
): OndatoSession {
  const session = state.sessions.find(id);
  if (session?.application.name !== application.name || session === undefined)
    throw new Problem("NotFound", "The identity verification was not found.");
  return session;
}

export function requireIdentification(
  state: OndatoState,
  application: OndatoApplication,
  id: string,
): FiledIdentification {
  const filed = state.identifications.find(id);
  if (filed === undefined || filed.session.application.name !== application.name)
    throw new Problem("NotFound", "The identification was not found.");
  return filed;
}
