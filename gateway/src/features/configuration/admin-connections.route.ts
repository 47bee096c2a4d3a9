import { ConfigurationName, ConnectionInfo, ConnectionList, PutConnection } from "@kyc-gateway/http-api";
import { entityTagHeader, withHeaders } from "../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import {
  changeConfiguration,
  listSecrets,
  type Edit,
  type ConfigurationParts,
} from "./change-configuration.ts";
import type { ConfigurationModel, ConnectionModel } from "./configuration-model.ts";
import { putConnection, removeConnection, retireConnection } from "./edits.ts";
import { presentConnection } from "./export-configuration.ts";
import { readModel } from "./read-present.ts";
import { listHolds } from "./connection-holds.ts";
import { resolveReferences } from "../../platform/config/secret-references.ts";
import {
  changeProblems,
  ConnectionPath,
  operatorRoute,
  VersionHeaders,
} from "../../platform/http/admin-schemas.ts";
import { describeVersion, requireVersion } from "../../platform/http/entity-tag.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";

const listConnectionsSchema = {
  ...operatorRoute,
  operationId: "listConnections",
  summary: "List connections, without their secrets",
  response: { 200: Type.Ref(ConnectionList), ...problemResponses() },
};

const getConnectionSchema = {
  ...operatorRoute,
  operationId: "getConnection",
  summary: "Read a connection, without its secrets",
  params: ConnectionPath,
  response: {
    200: withHeaders(Type.Ref(ConnectionInfo), entityTagHeader),
    ...problemResponses("connection_not_found"),
  },
};

const putConnectionSchema = {
  ...operatorRoute,
  operationId: "putConnection",
  summary: "Create or replace a connection",
  description:
    'Secrets are given as they are; `{"$stored": true}` leaves one as it is. Lists of webhook secrets may hold several that are live at once: add the next one, tell the provider, remove the old one.',
  params: Type.Object({ connection: ConfigurationName("The connection's name.") }),
  headers: VersionHeaders,
  body: Type.Ref(PutConnection),
  response: { 200: withHeaders(Type.Ref(ConnectionInfo), entityTagHeader), ...changeProblems() },
};

/** What can be done with a connection as a whole. */
const steps = [
  {
    method: "POST",
    path: "/retire",
    operationId: "retireConnection",
    edit: retireConnection,
    summary:
      "Start no new sessions at a connection; existing sessions continue, and their webhooks are accepted",
  },
  {
    method: "DELETE",
    path: "",
    operationId: "removeConnection",
    edit: removeConnection,
    summary: "Remove a connection that no open session and no flow needs",
  },
] as const;

/** `/admin/v1/connections`. */
export const adminConnectionsRoute: FastifyPluginAsyncTypebox<ConfigurationParts> = async (app, parts) => {
  const present = (connection: ConnectionModel): ConnectionInfo => ({
    ...presentConnection(connection, listSecrets(parts, connection)),
    webhookPath: `/webhooks/${connection.adapter}/${connection.name}`,
  });
  app.get("/admin/v1/connections", { schema: listConnectionsSchema }, async (_request, reply) => {
    const holds = await listHolds(parts.database);
    const { connections } = await readModel(parts);
    return reply.send({
      items: connections.map((connection) => addHold(present(connection), holds.get(connection.name))),
    });
  });
  app.get("/admin/v1/connections/:connection", { schema: getConnectionSchema }, async (request, reply) => {
    const info = present(findConnection(await readModel(parts), request.params.connection));
    const hold = (await listHolds(parts.database)).get(info.name);
    // A hold is no part of what is configured, and so none of its version.
    return reply.header("etag", describeVersion(info)).send(addHold(info, hold));
  });
  app.put("/admin/v1/connections/:connection", { schema: putConnectionSchema }, async (request, reply) => {
    const { connection: name } = request.params;
    const edit = (current: ConfigurationModel) => {
      const stored = current.connections.find((connection) => connection.name === name);
      requireVersion(request, stored === undefined ? undefined : present(stored));
      return replaceConnection(current, name, request.body);
    };
    await changeConfiguration(parts, { subject: `connection ${name}`, actor: request.actor, edit });
    const info = present(findConnection(await readModel(parts), name));
    return reply.header("etag", describeVersion(info)).send(info);
  });
  for (const { method, path, operationId, summary, edit } of steps)
    app.route({
      method,
      url: `/admin/v1/connections/:connection${path}`,
      schema: {
        ...operatorRoute,
        operationId,
        summary,
        params: ConnectionPath,
        response: {
          204: { type: "null", description: "Done." },
          ...problemResponses("invalid_request", "connection_not_found", "connection_in_use"),
        },
      },
      handler: async (request, reply) => {
        const { connection: name } = request.params;
        await changeConfiguration(parts, {
          subject: `connection ${name}`,
          actor: request.actor,
          edit: (current) => edit(current, findConnection(current, name).name),
        });
        return reply.code(204).send();
      },
    });
};

function addHold(info: ConnectionInfo, hold: ConnectionInfo["hold"]): ConnectionInfo {
  return hold === undefined ? info : { ...info, hold };
}

function findConnection({ connections }: ConfigurationModel, name: string): ConnectionModel {
  const found = connections.find((connection) => connection.name === name);
  if (found === undefined) throw new ProblemError("connection_not_found");
  return found;
}

function replaceConnection(current: ConfigurationModel, name: string, body: PutConnection): Edit {
  const { adapter, tenant = null, tenants = null, isRetired = false, prices = [] } = body;
  const stored = current.connections.find((connection) => connection.name === name);
  const { settings, references, issues } = resolveReferences({
    settings: body.settings,
    stored,
    source: undefined,
  });
  return putConnection(
    current,
    { name, adapter, tenant, tenants, isRetired, prices, settings, references },
    issues,
  );
}
