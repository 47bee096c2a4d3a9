import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { CatalogKey, Scope } from "../configuration/catalog.ts";
import type { KeyUses } from "./key-uses.ts";
import type { CatalogKeeper } from "../configuration/catalog-keeper.ts";
import type { Actor } from "../audit/audit.store.ts";
import type { LateKeys } from "./late-keys.ts";
import { hashApiKey, isApiKey } from "./api-key.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The product that asks. Set in the products' scope alone. */
    tenantId: string;
    /** Who asks, for the audit log: a product's key, or an operator. Set in their scopes alone. */
    actor: Actor;
  }
  interface FastifyContextConfig {
    /** What the key must be allowed to do. Every route of the products' scope has one. */
    scope?: Scope;
  }
}

interface Keys {
  readonly catalog: CatalogKeeper;
  readonly lateKeys: LateKeys;
  readonly keyUses: Pick<KeyUses, "note">;
}

/** Authenticates products by API key, and checks the route's scope. Costs no query. */
export const authenticationPlugin = fastifyPlugin(
  async (app: FastifyInstance, keys: Keys) => {
    app.decorateRequest("tenantId", "");
    app.decorateRequest("actor");
    app.addHook("onRoute", (route) => {
      if (route.config?.scope === undefined)
        throw new Error(`Route ${route.url} has no scope: every route of products needs one.`);
    });
    app.addHook("onRequest", async (request) => {
      const { id, name, tenantId } = await authenticate(request, keys);
      keys.keyUses.note(id);
      request.tenantId = tenantId;
      request.actor = { operator: `key ${name} (${id})`, requestId: request.id };
    });
  },
  { name: "authentication", dependencies: ["request-context"] },
);

async function authenticate(request: FastifyRequest, { catalog, lateKeys }: Keys): Promise<CatalogKey> {
  if (!catalog.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  const text = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (text === undefined)
    throw new ProblemError("unauthenticated", {
      detail: "Send your API key as `Authorization: Bearer <key>`.",
    });
  const hash = hashApiKey(text);
  const find = () => catalog.current.keys.get(hash.toString("base64"));
  // The checksum keeps guesses from costing a look.
  const key = isApiKey(text) ? await lateKeys.find(hash, find) : undefined;
  if (key === undefined || (key.expiresAt !== null && key.expiresAt.getTime() <= Date.now())) {
    throw new ProblemError("unauthenticated", { detail: "The API key is unknown, expired or revoked." });
  }
  const { scope } = request.routeOptions.config;
  if (scope === undefined || !key.scopes.has(scope))
    throw new ProblemError("scope_missing", { detail: `This needs the scope ${scope}.` });
  return key;
}
