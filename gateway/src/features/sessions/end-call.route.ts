import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { Config } from "../../platform/config/config.schema.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import { type AccessLog, AccessReasonHeader, noteAccess } from "../audit/index.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { facetProblems } from "../providers/index.ts";
import { findSession } from "./find-session.ts";
import { callSessionFacet, requireSessionFacet } from "./session-facet.ts";
import type { SessionService } from "./session-service.ts";

const schema = {
  operationId: "endCall",
  summary: "End a session's video call",
  description:
    "The conversation between the applicant and an operator of the provider ends now. Safe to repeat: no call is no failure. The session's status does not change by it.",
  tags: ["Sessions"],
  params: SessionPath,
  headers: AccessReasonHeader,
  response: {
    204: Type.Null({ description: "There is no call any more." }),
    ...problemResponses("session_not_found", "session_erased", ...facetProblems, "access_reason_missing"),
  },
};

/** `POST /v1/sessions/:sessionId/call/end`. */
export const endCallRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
  readonly config: Config;
  readonly accessLog: AccessLog;
  readonly configuration: CurrentConfiguration;
}> = async (app, { sessions, config, accessLog, configuration }) => {
  app.post(
    "/v1/sessions/:sessionId/call/end",
    { config: { scope: "calls:write" }, schema },
    async (request, reply) => {
      const session = await findSession(sessions.reads, request.tenantId, request.params.sessionId);
      const facet = requireSessionFacet(configuration, session, "calls");
      await noteAccess({ configuration, accessLog }, request, {
        action: "call.end",
        subject: `session ${session.id}`,
      });
      await callSessionFacet(facet, session, {
        operation: "end_call",
        deadlineAt: Date.now() + config.requestDeadlineMs,
        work: async ({ calls }, call) => calls?.end(facet.reference, call),
      });
      return reply.code(204).send(null);
    },
  );
};
