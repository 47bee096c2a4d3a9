import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { CatalogKeeper } from "../configuration/catalog-keeper.ts";
import type { LateKeys } from "./late-keys.ts";
import { hashApiKey, isApiKey } from "./api-key.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

interface Keys {
  readonly catalog: CatalogKeeper;
  readonly lateKeys: LateKeys;
}

/** Authenticates operators by keys of their own: a product's key opens nothing here, and theirs nothing there. */
export const operatorAuthenticationPlugin = fastifyPlugin(
  async (app: FastifyInstance, { catalog, lateKeys }: Keys) => {
    app.decorateRequest("actor");
    app.addHook("onRequest", async (request) => {
      request.actor = { operator: await authenticate(request, { catalog, lateKeys }), requestId: request.id };
    });
  },
  { name: "operator-authentication", dependencies: ["request-context"] },
);

async function authenticate(request: FastifyRequest, { catalog, lateKeys }: Keys): Promise<string> {
  if (!catalog.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  const text = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const hash = hashApiKey(text);
  const find = (): string | undefined => catalog.current.operators.get(hash.toString("base64"));
  // The checksum keeps guesses from costing a look.
  const operator = isApiKey(text, "operator") ? await lateKeys.find(hash, find) : undefined;
  if (operator !== undefined) return operator;
  throw new ProblemError("unauthenticated", {
    detail: "Send an operator's key as `Authorization: Bearer kop_…`; `kyc-gateway operator add` makes one.",
  });
}
