import type { FastifyInstance } from "fastify";
import type { CatalogKeeper } from "../catalog/catalog-keeper.ts";
import type { ConnectionRuntime } from "../host/connection-runtime.ts";
import { ProblemError } from "./problem-error.ts";

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
