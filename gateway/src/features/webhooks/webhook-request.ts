import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CatalogKeeper } from "../configuration/catalog-keeper.ts";
import type { ConnectionRuntime } from "../providers/connection-runtime.ts";
import type { Forgeries } from "./rejected-webhooks/forgeries.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

/** Providers sign raw bytes: within this scope nothing parses a body before it is checked. */
export function acceptRawBodies(
  app: Pick<FastifyInstance, "removeAllContentTypeParsers" | "addContentTypeParser">,
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

/** The connection that a webhook's path names. Throws 503 while the catalog is not loaded: a 404 would lose the delivery. */
export function findConnection(
  catalog: CatalogKeeper,
  path: { adapter: string; connection: string },
): ConnectionRuntime {
  if (!catalog.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  const runtime = catalog.current.connectionsByName.get(path.connection);
  if (runtime === undefined || runtime.manifest.id !== path.adapter)
    throw new ProblemError("connection_not_found");
  return runtime;
}

/**
 * The connection of a webhook whose body is still to be read. Throws the problem of one that is not there, and of a
 * sender who forged too much.
 */
export function admitSender(
  services: { readonly catalog: CatalogKeeper; readonly inbox: { readonly forgeries: Forgeries } },
  path: { adapter: string; connection: string },
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): ConnectionRuntime {
  const runtime = findConnection(services.catalog, path);
  const { forgeries } = services.inbox;
  const retryAfterMs = forgeries.shutForMs(request.ip);
  if (retryAfterMs === 0) return runtime;
  forgeries.noteTurnedAway(runtime.name);
  // What it still sends is not waited for.
  void reply.header("connection", "close");
  throw new ProblemError("rate_limited", {
    detail: "Too many deliveries from this address were not proven to be the provider's.",
    retryAfterMs,
  });
}
