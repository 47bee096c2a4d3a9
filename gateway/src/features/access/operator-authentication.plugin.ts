import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { CatalogOperator } from "../configuration/catalog.ts";
import type { CatalogKeeper } from "../configuration/catalog-keeper.ts";
import type { LateKeys } from "./late-keys.ts";
import { hashApiKey, isApiKey } from "./api-key.ts";
import type { OperatorScope } from "./operators.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What an operator must be allowed to do beyond the configuration. */
    operatorScope?: OperatorScope;
  }
}

interface Keys {
  readonly catalog: CatalogKeeper;
  readonly lateKeys: LateKeys;
}

/** Authenticates operators by keys of their own: a product's key opens nothing here, and theirs nothing there. */
export const operatorAuthenticationPlugin = fastifyPlugin(
  async (app: FastifyInstance, { catalog, lateKeys }: Keys) => {
    app.decorateRequest("actor");
    app.addHook("onRequest", async (request) => {
      const { name, scopes } = await authenticate(request, { catalog, lateKeys });
      requireScope(request, scopes);
      request.actor = { operator: name, requestId: request.id };
    });
  },
  { name: "operator-authentication", dependencies: ["request-context"] },
);

async function authenticate(request: FastifyRequest, { catalog, lateKeys }: Keys): Promise<CatalogOperator> {
  if (!catalog.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  const text = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const hash = hashApiKey(text);
  const find = (): CatalogOperator | undefined => catalog.current.operators.get(hash.toString("base64"));
  // The checksum keeps guesses from costing a look.
  const operator = isApiKey(text, "operator") ? await lateKeys.find(hash, find) : undefined;
  if (operator !== undefined) return operator;
  throw new ProblemError("unauthenticated", {
    detail: "Send an operator's key as `Authorization: Bearer kop_…`; `kyc-gateway operator add` makes one.",
  });
}

function requireScope(request: FastifyRequest, scopes: ReadonlySet<string>): void {
  const { operatorScope } = request.routeOptions.config;
  if (operatorScope === undefined || scopes.has(operatorScope)) return;
  throw new ProblemError("scope_missing", {
    detail: `This needs the operator scope ${operatorScope}: \`kyc-gateway operator add <name> --scope ${operatorScope}\` makes an operator that has it.`,
  });
}
