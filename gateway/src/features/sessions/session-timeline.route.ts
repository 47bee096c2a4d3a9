import { Timeline } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { presentTimelineEntry } from "./present-timeline-entry.ts";
import { findSession } from "./find-session.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import type { SessionService } from "./session-service.ts";

/** `GET /v1/sessions/:sessionId/timeline`. */
export const sessionTimelineRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
}> = async (app, { sessions }) => {
  const { reads } = sessions;
  app.get(
    "/v1/sessions/:sessionId/timeline",
    {
      config: { scope: "sessions:read" },
      schema: {
        operationId: "getSessionTimeline",
        summary: "Read what happened, and why",
        tags: ["Sessions"],
        params: SessionPath,
        response: { 200: Type.Ref(Timeline), ...problemResponses("session_not_found") },
      },
    },
    async (request, reply) => {
      const session = await findSession(reads, request.tenantId, request.params.sessionId);
      const { trace, entries } = await reads.findTimeline(request.tenantId, session.id);
      return reply.send({
        sessionId: session.id,
        entries: entries.map(presentTimelineEntry),
        decisionTrace: trace as Timeline["decisionTrace"],
      });
    },
  );
};
