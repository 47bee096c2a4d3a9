import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { ApiKeyGrant, CurrentConfiguration, Scope } from "../configuration/index.ts";
import type { KeyUses } from "./key-uses.ts";
import type { Actor } from "../audit/index.ts";
import type { ApiKeyLookup } from "./api-key-lookup.ts";
import { hashApiKey, isApiKey } from "./api-key.ts";
import { createAccessWatch } from "./access-watch.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The product that asks. Set in the products' scope alone. */
    tenantId: string;
    /** Who asks, for the audit log: a product's key, or an operator. Set in their scopes alone. */
    actor: Actor;
    /**
     * For a request that outlives its start: calls back, with what a new request would be answered, once its key is
     * revoked, expires or loses the scope. Gives what ends the watch. Set in the products' scope alone.
     */
    watchAccess: (onEnd: (problem: ProblemError) => void) => () => void;
  }
  interface FastifyContextConfig {
    /** What the key must be allowed to do. Every route of the products' scope has one. */
    scope?: Scope;
  }
}

interface Keys {
  readonly configuration: CurrentConfiguration;
  readonly apiKeyLookup: ApiKeyLookup;
  readonly keyUses: Pick<KeyUses, "note">;
}

/** Authenticates products by API key, and checks the route's scope. Costs no query. */
export const authenticationPlugin = fastifyPlugin(
  async (app: FastifyInstance, keys: Keys) => {
    app.decorateRequest("tenantId", "");
    app.decorateRequest("actor");
    app.decorateRequest("watchAccess");
    const watch = createAccessWatch();
    app.addHook("onRoute", (route) => {
      if (route.config?.scope === undefined)
        throw new Error(`Route ${route.url} has no scope: every route of products needs one.`);
    });
    app.addHook("onRequest", async (request) => {
      const check = await authenticate(request, keys);
      const { id, name, tenantId } = check();
      keys.keyUses.note(id);
      request.tenantId = tenantId;
      request.actor = { operator: `key ${name} (${id})`, requestId: request.id };
      request.watchAccess = (onEnd) => watch.add(() => findRefusal(check), onEnd);
    });
  },
  { name: "authentication", dependencies: ["request-context"] },
);

/** Gives the check of the request's key, to be made as often as wanted. */
async function authenticate(
  request: FastifyRequest,
  { configuration, apiKeyLookup }: Keys,
): Promise<() => ApiKeyGrant> {
  if (!configuration.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  const text = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (text === undefined)
    throw new ProblemError("unauthenticated", {
      detail: "Send your API key as `Authorization: Bearer <key>`.",
    });
  const hash = hashApiKey(text);
  const find = () => configuration.current.keys.get(hash.toString("base64"));
  // The checksum keeps guesses from costing a look.
  const isPossible = isApiKey(text);
  if (isPossible) await apiKeyLookup.find(hash, find);
  const { scope } = request.routeOptions.config;
  return () => checkKey(isPossible ? find() : undefined, scope);
}

/** The problem that the check throws. */
function findRefusal(check: () => ApiKeyGrant): ProblemError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}

function checkKey(key: ApiKeyGrant | undefined, scope: Scope | undefined): ApiKeyGrant {
  if (key === undefined || (key.expiresAt !== null && key.expiresAt.getTime() <= Date.now())) {
    throw new ProblemError("unauthenticated", { detail: "The API key is unknown, expired or revoked." });
  }
  if (scope === undefined || !key.scopes.has(scope))
    throw new ProblemError("scope_missing", { detail: `This needs the scope ${scope}.` });
  return key;
}
