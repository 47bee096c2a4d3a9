import type { Exchange } from "../server/exchange.ts";
import { ArgumentError } from "./argument-error.ts";
import { computeHmac, isSameCode } from "./hmac.ts";
import type { IdentomatCompany } from "./options.ts";
import { readParameters } from "./parameters.ts";
import type { Parameters } from "./parameters.ts";
import type { IdentomatSession } from "./session.ts";
import type { IdentomatState } from "./state.ts";

export interface Admitted {
  readonly parameters: Parameters;
  readonly company: IdentomatCompany;
}

/** Parses a request and checks its company key and, where the company has a secret, its HMAC. */
export function admit(state: IdentomatState, exchange: Exchange, keyName: string): Admitted {
  const parameters = readParameters(exchange);
  const company = state.companies.get(readKey(parameters, keyName));
  if (company === undefined) throw new ArgumentError("invalid-company-key");
  if (
    company.secretKey !== undefined &&
    !isSigned(state, { exchange, parameters, secretKey: company.secretKey })
  )
    throw new ArgumentError("invalid-access");
  return { parameters, company };
}

function readKey(parameters: Parameters, keyName: string): string {
  const key = parameters.read(keyName);
  if (typeof key !== "string" || key === "") throw new ArgumentError("wrong-parameters");
  return key;
}

function isSigned(
  state: IdentomatState,
  claim: { exchange: Exchange; parameters: Parameters; secretKey: string },
): boolean {
  const header = claim.exchange.request.headers[state.hmacHeader];
  const expected = state.hmacPrefix + computeHmac(claim.secretKey, claim.parameters.signedParts);
  return isSameCode(typeof header === "string" ? header : undefined, expected);
}

/** The company's own session; another company's is as unknown as a deleted one. */
export function requireSession(state: IdentomatState, admitted: Admitted, id: unknown): IdentomatSession {
  if (typeof id !== "string" || id === "") throw new ArgumentError("wrong-parameters");
  const session = state.sessions.find(id);
  if (session === undefined || session.isDeleted || session.company.name !== admitted.company.name)
    throw new ArgumentError("session-not-found");
  return session;
}
