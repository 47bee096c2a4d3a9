import { Erasure, OpenErasureList, WithReason } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { validate as isUuid } from "uuid";
import { changeProblems, operatorRoute } from "../../../platform/http/admin-schemas.ts";
import { type CurrentConfiguration, createTenantNames } from "../../configuration/index.ts";
import { presentErasure } from "./present-erasure.ts";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import { problemResponses, SessionPath } from "../../../platform/http/route-schemas.ts";
import type { ErasureService } from "./erasure-service.ts";

const listSchema = {
  ...operatorRoute,
  operationId: "listOpenErasures",
  summary: "List erasures that no provider has confirmed yet, the oldest first",
  querystring: Type.Object(
    {
      state: Type.Optional(Type.Union([Type.Literal("pending"), Type.Literal("dead")])),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    },
    { additionalProperties: false },
  ),
  response: { 200: Type.Ref(OpenErasureList), ...problemResponses("invalid_request") },
};

const readSchema = {
  ...operatorRoute,
  operationId: "getAnyErasure",
  summary: "Read how far an erasure is, and its receipt: of any tenant",
  params: Type.Object({ erasureId: Type.String({ description: "The erasure's id." }) }),
  response: { 200: Type.Ref(Erasure), ...problemResponses("erasure_not_found") },
};

const done = { 204: { type: "null", description: "Done." } };

const retrySchema = {
  ...operatorRoute,
  operationId: "retryErasure",
  summary: "Try an erasure at its provider again, now",
  params: SessionPath,
  response: { ...done, ...problemResponses("erasure_not_found") },
};

const confirmSchema = {
  ...operatorRoute,
  operationId: "confirmErasure",
  summary: "State that an erasure was done by other means",
  description: "For a provider that cannot be asked any more. The receipt says that an operator stated it.",
  params: SessionPath,
  body: Type.Ref(WithReason),
  response: { ...done, ...changeProblems("erasure_not_found") },
};

/** `/admin/v1/erasures`. */
export const adminErasuresRoute: FastifyPluginAsyncTypebox<{
  readonly erasures: ErasureService;
  readonly configuration: CurrentConfiguration;
}> = async (app, { erasures, configuration }) => {
  const { admin } = erasures;
  app.get("/admin/v1/erasures", { schema: listSchema }, async (request, reply) => {
    const { state, limit = 100 } = request.query;
    const nameOf = createTenantNames(configuration.current);
    const open = await admin.list({ state, limit });
    const items = open.map(({ tenantId, requestedAt, nextAttemptAt, ...rest }) => ({
      ...rest,
      tenant: nameOf(tenantId),
      requestedAt: requestedAt.toISOString(),
      nextAttemptAt: rest.state === "dead" ? null : nextAttemptAt.toISOString(),
    }));
    return reply.send({ items });
  });
  app.get("/admin/v1/erasures/:erasureId", { schema: readSchema }, async (request, reply) => {
    const { erasureId } = request.params;
    const erasure = isUuid(erasureId) ? await admin.find(erasureId) : undefined;
    if (erasure === undefined) throw new ProblemError("erasure_not_found");
    return reply.send(presentErasure(erasure));
  });
  app.post("/admin/v1/erasures/:sessionId/retry", { schema: retrySchema }, async (request, reply) => {
    const { sessionId } = request.params;
    if (!isUuid(sessionId) || !(await admin.retry(request.actor, sessionId)))
      throw new ProblemError("erasure_not_found");
    return reply.code(204).send();
  });
  app.post("/admin/v1/erasures/:sessionId/confirm", { schema: confirmSchema }, async (request, reply) => {
    const { sessionId } = request.params;
    if (!isUuid(sessionId) || !(await admin.confirm(request.actor, sessionId, request.body.reason)))
      throw new ProblemError("erasure_not_found");
    return reply.code(204).send();
  });
};
