import { ConnectionHealth, ConnectionHealthList } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Database } from "../../platform/database/database.ts";
import { ConnectionPath, operatorRoute } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { listConnectionHealth } from "./connection-health.service.ts";

const note =
  "Breakers and calls are those of the process that answers; a worker makes calls of its own. Its metrics tell the whole.";

const listSchema = {
  ...operatorRoute,
  operationId: "listConnectionHealth",
  summary: "Read how all connections do",
  description: note,
  response: { 200: Type.Ref(ConnectionHealthList), ...problemResponses() },
};

const readSchema = {
  ...operatorRoute,
  operationId: "getConnectionHealth",
  summary: "Read how a connection does",
  description: note,
  params: ConnectionPath,
  response: { 200: Type.Ref(ConnectionHealth), ...problemResponses("connection_not_found") },
};

/** `GET /admin/v1/connection-health` and `GET /admin/v1/connections/:connection/health`. */
export const connectionHealthRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  readonly configuration: CurrentConfiguration;
}> = async (app, { database, configuration }) => {
  const list = () => listConnectionHealth(database, configuration.current);
  app.get("/admin/v1/connection-health", { schema: listSchema }, async (_request, reply) =>
    reply.send({
      items: [...(await list())],
      unusable: configuration.current.broken.map(({ name, why }) => ({ connection: name, why })),
    }),
  );
  app.get("/admin/v1/connections/:connection/health", { schema: readSchema }, async (request, reply) => {
    const found = (await list()).find(({ connection }) => connection === request.params.connection);
    if (found === undefined) throw new ProblemError("connection_not_found");
    return reply.send(found);
  });
};
