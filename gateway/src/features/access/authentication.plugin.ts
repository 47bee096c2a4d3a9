import type { FastifyInstance, FastifyRequest, RouteOptions } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { Actor } from "../audit/index.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The product that asks, or whose end user does. Not set in the operators' scope. */
    tenantId: string;
    /** Who asks, for the audit log: a product's key, or an operator. Set in their scopes alone. */
    actor: Actor;
  }
}

/** One kind of callers: products, operators, or the end users of a product. */
export interface Callers<Caller> {
  /** What to send, for a request without a token. */
  readonly howToAuthenticate: string;
  /** What may be wrong, for a token that is nobody's. */
  readonly refusal: string;
  /** Whose token it is; undefined: nobody's. Throws the problem that keeps it from being known. */
  find(token: string): Promise<Caller | undefined>;
  /** Who asks without a token: for callers that have another way. Throws the problem of a request that may be forged. */
  findWithoutToken?(request: FastifyRequest): Promise<Caller | undefined>;
  /** Notes in the request who asks. Throws the problem of what the caller may not do. */
  admit(request: FastifyRequest, caller: Caller): void;
  /** Throws for a route that nobody could be let into. */
  checkRoute?(route: RouteOptions): void;
}

/** Authenticates every request of a scope by its bearer token: the only way in, for whomever the scope is. */
export const authenticationPlugin = fastifyPlugin(
  async <Caller>(app: FastifyInstance, { callers }: { readonly callers: Callers<Caller> }) => {
    app.decorateRequest("tenantId", "");
    app.decorateRequest("actor");
    app.decorateRequest("operator");
    app.addHook("onRoute", (route) => callers.checkRoute?.(route));
    app.addHook("onRequest", async (request) => callers.admit(request, await identify(request, callers)));
  },
  { name: "authentication", dependencies: ["request-context"] },
);

async function identify<Caller>(request: FastifyRequest, callers: Callers<Caller>): Promise<Caller> {
  const { authorization } = request.headers;
  const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  const other = authorization === undefined ? await callers.findWithoutToken?.(request) : undefined;
  if (other !== undefined) return other;
  if (token === undefined) throw new ProblemError("unauthenticated", { detail: callers.howToAuthenticate });
  const caller = await callers.find(token);
  if (caller === undefined) throw new ProblemError("unauthenticated", { detail: callers.refusal });
  return caller;
}
