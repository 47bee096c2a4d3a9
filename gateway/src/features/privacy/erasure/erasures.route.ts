import { ApplicantId, Erasure } from "@kyc-gateway/http-api";
import { locationHeader, withHeaders } from "../../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { validate as isUuid } from "uuid";
import { AccessReasonHeader, readReason, sealTenantReason } from "../../audit/index.ts";
import { presentErasure } from "./present-erasure.ts";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import { problemResponses } from "../../../platform/http/route-schemas.ts";
import type { ErasureService } from "./erasure-service.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";

const eraseSchema = {
  operationId: "eraseApplicant",
  summary: "Erase everything about a person",
  description:
    "All sessions of the person. Our copies are gone when this answers, in backups too: the person's key is destroyed. The providers' are erased in the background, repeated until they confirm. Whoever starts anew under the same id is a new person. Repeating it changes nothing.",
  tags: ["Applicants"],
  params: Type.Object({ applicantId: ApplicantId }),
  headers: AccessReasonHeader,
  response: {
    202: withHeaders(Type.Ref(Erasure), locationHeader),
    ...problemResponses("applicant_not_found", "invalid_request", "legal_hold", "access_reason_missing"),
  },
};

const readSchema = {
  operationId: "getErasure",
  summary: "Read how far an erasure is, and its receipt",
  tags: ["Applicants"],
  params: Type.Object({ erasureId: Type.String({ description: "The erasure's id." }) }),
  response: { 200: Type.Ref(Erasure), ...problemResponses("erasure_not_found") },
};

/** `DELETE /v1/applicants/:applicantId` and `GET /v1/erasures/:erasureId`. */
export const erasuresRoute: FastifyPluginAsyncTypebox<{
  readonly erasures: ErasureService;
  readonly vault: Vault;
}> = async (app, { erasures, vault }) => {
  const config = { scope: "sessions:erase" } as const;
  app.delete(
    "/v1/applicants/:applicantId",
    {
      config,
      schema: eraseSchema,
    },
    async (request, reply) => {
      const { tenantId, actor } = request;
      const { applicantId } = request.params;
      const why = readReason(request.headers["x-access-reason"]);
      const erasure = await erasures.request({
        tenantId,
        target: { applicantId },
        cause: "request",
        actor,
        reason: why === undefined ? undefined : await sealTenantReason(vault, tenantId, why),
      });
      if (erasure === undefined) throw new ProblemError("applicant_not_found");
      return reply.code(202).header("location", `/v1/erasures/${erasure.id}`).send(presentErasure(erasure));
    },
  );
  app.get(
    "/v1/erasures/:erasureId",
    {
      config,
      schema: readSchema,
    },
    async (request, reply) => {
      const { erasureId } = request.params;
      const found = isUuid(erasureId) ? await erasures.find(request.tenantId, erasureId) : undefined;
      if (found === undefined) throw new ProblemError("erasure_not_found");
      return reply.send(presentErasure(found));
    },
  );
};
