import { SessionResult } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { presentResult } from "./present-result.ts";
import { findSession } from "./find-session.ts";
import { type AccessLog, AccessReasonHeader, noteAccess } from "../audit/index.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import type { SessionService } from "./session-service.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";

/** `GET /v1/sessions/:sessionId/result`. */
export const sessionResultRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
  readonly accessLog: AccessLog;
  readonly configuration: CurrentConfiguration;
}> = async (app, { sessions, accessLog, configuration }) => {
  app.get(
    "/v1/sessions/:sessionId/result",
    {
      config: { scope: "results:read" },
      schema: {
        operationId: "getSessionResult",
        summary: "Read the normalised result",
        description:
          "What the status was given for, in one shape for all providers: the facts of the report that decided, and what later reports have added. Personal data: the audit log keeps who read it, and why.",
        tags: ["Sessions"],
        params: SessionPath,
        headers: AccessReasonHeader,
        response: {
          200: Type.Ref(SessionResult),
          ...problemResponses(
            "session_not_found",
            "result_not_available",
            "session_erased",
            "access_reason_missing",
          ),
        },
      },
    },
    async (request, reply) => {
      const session = await findSession(sessions.reads, request.tenantId, request.params.sessionId);
      if (session.erasure !== "none") throw new ProblemError("session_erased");
      const found = await sessions.reads.findFacts(request.tenantId, session.id);
      if (found === undefined)
        throw new ProblemError("result_not_available", {
          detail:
            "The provider has not been asked yet, or has not answered. A webhook or POST …/refresh makes the gateway ask.",
        });
      await noteAccess({ configuration, accessLog }, request, {
        action: "result.read",
        subject: `session ${session.id}`,
      });
      return reply.send(presentResult(session, found));
    },
  );
};
