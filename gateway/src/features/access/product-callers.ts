import { hash } from "node:crypto";
import type { ApiKeyGrant, Scope } from "../configuration/index.ts";
import type { Callers } from "./authentication.plugin.ts";
import { findKeyHolder, type KeyHolderParts } from "./api-key-lookup.ts";
import type { KeyUses } from "./key-uses.ts";
import { createAccessWatch } from "./access-watch.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

declare module "fastify" {
  interface FastifyRequest {
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

type ReadGrant = () => ApiKeyGrant | undefined;

const bearer = "Bearer ";
const refusal = "The API key is unknown, expired or revoked.";

/** Products, by API keys that have the scope of the route. */
export function createProductCallers(
  parts: KeyHolderParts & { readonly keyUses: Pick<KeyUses, "note"> },
): Callers<ReadGrant> {
  const watch = createAccessWatch();
  return {
    howToAuthenticate: "Send your API key as `Authorization: Bearer <key>`.",
    refusal,
    async find(token) {
      const read = await findKeyHolder(parts, { token, holder: "product" }, ({ keys }) => keys);
      return isAlive(read()) ? read : undefined;
    },
    admit(request, read) {
      const check = () => checkGrant(read(), request.routeOptions.config.scope);
      const { id, name, tenantId } = check();
      parts.keyUses.note(id);
      request.tenantId = tenantId;
      request.actor = { operator: `key ${name} (${id})`, requestId: request.id };
      request.watchAccess = (onEnd) => watch.add(() => findRefusal(check), onEnd);
    },
    checkRoute({ url, config }) {
      if (config?.scope === undefined)
        throw new Error(`Route ${url} has no scope: every route of products needs one.`);
    },
  };
}

/**
 * The grant of a product's key that is here and has the scope, without a look into the database, and its use noted;
 * undefined: `createProductCallers` finds out, or says what is wrong.
 */
export function createGrantFinder({
  configuration,
  keyUses,
}: Pick<KeyHolderParts, "configuration"> & { readonly keyUses: Pick<KeyUses, "note"> }): (
  authorization: string | undefined,
  scope: Scope,
) => ApiKeyGrant | undefined {
  return (authorization, scope) => {
    if (!configuration.isLoaded || authorization?.startsWith(bearer) !== true) return undefined;
    const name = hash("sha256", authorization.slice(bearer.length), "base64");
    const grant = configuration.current.keys.get(name);
    if (!isAlive(grant) || !grant.scopes.has(scope)) return undefined;
    keyUses.note(grant.id);
    return grant;
  };
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

function checkGrant(grant: ApiKeyGrant | undefined, scope: Scope | undefined): ApiKeyGrant {
  if (!isAlive(grant)) throw new ProblemError("unauthenticated", { detail: refusal });
  if (scope === undefined || !grant.scopes.has(scope))
    throw new ProblemError("scope_missing", {
      detail: `This needs the scope ${scope}, which the API key does not have. Ask an operator for a key that has it.`,
    });
  return grant;
}

function isAlive(grant: ApiKeyGrant | undefined): grant is ApiKeyGrant {
  return grant !== undefined && (grant.expiresAt === null || grant.expiresAt.getTime() > Date.now());
}
