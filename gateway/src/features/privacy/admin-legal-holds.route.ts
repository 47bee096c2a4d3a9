import {
  ConfigurationName,
  LegalHold,
  LegalHoldList,
  PlaceLegalHold,
  WithReason,
  type LegalHold as LegalHoldBody,
} from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { validate as isUuid } from "uuid";
import { type CurrentConfiguration, createTenantNames, findTenantId } from "../configuration/index.ts";
import type { LegalHold as StoredHold, NewHold } from "./erasure/legal-hold-admin.store.ts";
import { changeProblems, operatorRoute } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { ErasureService } from "./erasure/erasure-service.ts";
import type { Database } from "../../platform/database/database.ts";

const placeSchema = {
  ...operatorRoute,
  operationId: "placeLegalHold",
  summary: "Keep a session, or a person, from being erased",
  description:
    "Erasure answers `legal_hold`, retention passes by, and what a provider has not confirmed yet waits. What is gone already stays gone.",
  body: Type.Ref(PlaceLegalHold),
  response: {
    201: Type.Ref(LegalHold),
    ...changeProblems("tenant_not_found", "session_not_found", "applicant_not_found"),
  },
};

const listSchema = {
  ...operatorRoute,
  operationId: "listLegalHolds",
  summary: "List legal holds, the newest first",
  querystring: Type.Object(
    {
      tenant: Type.Optional(ConfigurationName("Of this tenant alone.")),
      live: Type.Optional(Type.Boolean({ default: true, description: "Only holds that are in force." })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    },
    { additionalProperties: false },
  ),
  response: { 200: Type.Ref(LegalHoldList), ...problemResponses("invalid_request", "tenant_not_found") },
};

const releaseSchema = {
  ...operatorRoute,
  operationId: "releaseLegalHold",
  summary: "Release a legal hold",
  params: Type.Object({ holdId: Type.String({ description: "The hold's id." }) }),
  body: Type.Ref(WithReason),
  response: { 200: Type.Ref(LegalHold), ...changeProblems("legal_hold_not_found") },
};

/** `/admin/v1/legal-holds`. */
export const adminLegalHoldsRoute: FastifyPluginAsyncTypebox<{
  readonly erasures: ErasureService;
  readonly configuration: CurrentConfiguration;
  readonly database: Database;
}> = async (app, { erasures, configuration, database }) => {
  const { holds } = erasures;
  const nameOf = (id: string) => createTenantNames(configuration.current)(id);
  app.post("/admin/v1/legal-holds", { schema: placeSchema }, async (request, reply) => {
    const { tenant, sessionId, applicantId, reason } = request.body;
    const tenantId = await findTenantId(database, tenant);
    const target = readTarget({ sessionId, applicantId });
    const hold = await holds.place(request.actor, { tenantId, target, reason });
    if (hold === undefined)
      throw new ProblemError("sessionId" in target ? "session_not_found" : "applicant_not_found");
    return reply.code(201).send(present(hold, nameOf));
  });
  app.get("/admin/v1/legal-holds", { schema: listSchema }, async (request, reply) => {
    const { tenant, live = true, limit = 100 } = request.query;
    const tenantId = tenant === undefined ? undefined : await findTenantId(database, tenant);
    const found = await holds.list({ tenantId, isLive: live, limit });
    return reply.send({ items: found.map((hold) => present(hold, nameOf)) });
  });
  app.post("/admin/v1/legal-holds/:holdId/release", { schema: releaseSchema }, async (request, reply) => {
    const { holdId } = request.params;
    const hold = isUuid(holdId) ? await holds.release(request.actor, holdId, request.body.reason) : undefined;
    if (hold === undefined) throw new ProblemError("legal_hold_not_found");
    return reply.send(present(hold, nameOf));
  });
};

function readTarget({
  sessionId,
  applicantId,
}: {
  sessionId: string | undefined;
  applicantId: string | undefined;
}): NewHold["target"] {
  if (sessionId !== undefined && applicantId === undefined) return { sessionId };
  if (applicantId !== undefined && sessionId === undefined) return { applicantId };
  throw new ProblemError("invalid_request", {
    issues: [
      { pointer: "", code: "contradiction", message: "must have exactly one of sessionId and applicantId" },
    ],
  });
}

function present(hold: StoredHold, nameOf: (tenantId: string) => string): LegalHoldBody {
  const { tenantId, applicantHash, placedAt, releasedAt, ...rest } = hold;
  return {
    ...rest,
    tenant: nameOf(tenantId),
    applicantHash: applicantHash?.toString("base64url") ?? null,
    placedAt: placedAt.toISOString(),
    releasedAt: releasedAt?.toISOString() ?? null,
  };
}
