import { Applicant, ApplicantId } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { presentFlowStanding } from "./present-standing.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { SessionService } from "./session-service.ts";

/** `GET /v1/applicants/:applicantId`. */
export const readApplicantRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
}> = async (app, { sessions }) => {
  app.get(
    "/v1/applicants/:applicantId",
    {
      config: { scope: "sessions:read" },
      schema: {
        operationId: "getApplicant",
        summary: "Read an applicant's standing",
        description:
          "Flow by flow: an approval in one says nothing about another. Of each flow the newest decision where there is one, until its validity ends; else where the newest session stands.",
        tags: ["Applicants"],
        params: Type.Object({ applicantId: ApplicantId }),
        response: { 200: Type.Ref(Applicant), ...problemResponses("applicant_not_found", "invalid_request") },
      },
    },
    async (request, reply) => {
      const standing = await sessions.reads.findApplicant(request.tenantId, request.params.applicantId);
      if (standing === undefined) throw new ProblemError("applicant_not_found");
      const { latest, flows, sessionCount } = standing;
      return reply.send({
        id: request.params.applicantId,
        flows: flows.map(presentFlowStanding),
        latestSession: sessions.present(latest),
        sessionCount,
      });
    },
  );
};
