import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { CatalogOperator, CurrentConfiguration } from "../configuration/index.ts";
import type { ApiKeyLookup } from "./api-key-lookup.ts";
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
  readonly configuration: CurrentConfiguration;
  readonly apiKeyLookup: ApiKeyLookup;
}

/** Authenticates operators by keys of their own: a product's key opens nothing here, and theirs nothing there. */
export const operatorAuthenticationPlugin = fastifyPlugin(
  async (app: FastifyInstance, { configuration, apiKeyLookup }: Keys) => {
    app.decorateRequest("actor");
    app.addHook("onRequest", async (request) => {
      const { name, scopes } = await authenticate(request, { configuration, apiKeyLookup });
      requireScope(request, scopes);
      request.actor = { operator: name, requestId: request.id };
    });
  },
  { name: "operator-authentication", dependencies: ["request-context"] },
);

async function authenticate(
  request: FastifyRequest,
  { configuration, apiKeyLookup }: Keys,
): Promise<CatalogOperator> {
  if (!configuration.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  const text = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const hash = hashApiKey(text);
  const find = (): CatalogOperator | undefined =>
    configuration.current.operators.get(hash.toString("base64"));
  // The checksum keeps guesses from costing a look.
  const operator = isApiKey(text, "operator") ? await apiKeyLookup.find(hash, find) : undefined;
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
