import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { createConnectionControls, HoldRequest } from "./connection-controls.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { ConnectionLimitsSchema } from "./calling/connection-limits.ts";
import { changeProblems, ConnectionPath, operatorRoute } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { Database } from "../../platform/database/database.ts";

const response = { 204: { type: "null", description: "Done." }, ...changeProblems("connection_not_found") };

const holdSchema = {
  ...operatorRoute,
  operationId: "holdConnection",
  summary: "Refuse all calls to the provider from now on, until released",
  description:
    "New sessions fall back to the flow's next connection where there is one. Webhooks are accepted; the sessions that they are about are read after the release.",
  params: ConnectionPath,
  body: HoldRequest,
  response,
};

const releaseSchema = {
  ...operatorRoute,
  operationId: "releaseConnection",
  summary: "Let calls to the provider through again",
  params: ConnectionPath,
  response,
};

const limitSchema = {
  ...operatorRoute,
  operationId: "limitConnection",
  summary: "Limit the calls to the provider, shared fairly among tenants; an empty object removes the limits",
  params: ConnectionPath,
  body: ConnectionLimitsSchema,
  response,
};

/** What operators order of a connection while it runs; its configuration stays as it is. */
export const adminConnectionControlsRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
}> = async (app, { database }) => {
  const path = "/admin/v1/connections/:connection";
  app.post(`${path}/hold`, { schema: holdSchema }, async (request, reply) => {
    const controls = createConnectionControls(database, request.actor);
    await explainUnknown(controls.hold(request.params.connection, request.body.reason));
    return reply.code(204).send();
  });
  app.post(`${path}/release`, { schema: releaseSchema }, async (request, reply) => {
    const controls = createConnectionControls(database, request.actor);
    await explainUnknown(controls.release(request.params.connection));
    return reply.code(204).send();
  });
  app.put(`${path}/limits`, { schema: limitSchema }, async (request, reply) => {
    const controls = createConnectionControls(database, request.actor);
    await explainUnknown(controls.limit(request.params.connection, request.body));
    return reply.code(204).send();
  });
};

async function explainUnknown(done: Promise<void>): Promise<void> {
  try {
    await done;
  } catch (error) {
    throw error instanceof NotConfiguredError ? new ProblemError("connection_not_found") : error;
  }
}
