import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { CatalogKeeper } from "../../catalog/catalog-keeper.ts";
import { hashApiKey, isApiKey } from "../../crypto/api-key.ts";
import { ProblemError } from "../problem-error.ts";

/** Authenticates operators by keys of their own: a product's key opens nothing here, and theirs nothing there. */
export const operatorAuthenticationPlugin = fastifyPlugin(
  async (app: FastifyInstance, { catalog }: { catalog: CatalogKeeper }) => {
    app.decorateRequest("actor");
    app.addHook("onRequest", async (request) => {
      request.actor = { operator: await authenticate(request, catalog), requestId: request.id };
    });
  },
  { name: "operator-authentication", dependencies: ["request-context"] },
);

async function authenticate(request: FastifyRequest, catalog: CatalogKeeper): Promise<string> {
  if (!catalog.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  const text = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const operator = isApiKey(text, "operator") ? await findOperator(text, catalog) : undefined;
  if (operator !== undefined) return operator;
  throw new ProblemError("unauthenticated", {
    detail: "Send an operator's key as `Authorization: Bearer kop_…`; `kyc-gateway operator add` makes one.",
  });
}

/** A key that was made a moment ago may not be here yet. Its checksum keeps guesses from costing a look. */
async function findOperator(text: string, catalog: CatalogKeeper): Promise<string | undefined> {
  const hash = hashApiKey(text).toString("base64");
  const known = catalog.current.operators.get(hash);
  if (known !== undefined) return known;
  await catalog.reloadIfOlderThan(1000);
  return catalog.current.operators.get(hash);
}
