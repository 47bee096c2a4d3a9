import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { SessionActivities } from "@kyc-gateway/http-api";
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
  operationId: "getSessionActivity",
  summary: "Read what happened in a session at the provider",
  description: "Fetched from the provider now, never stored here.",
  tags: ["Sessions"],
  params: SessionPath,
  headers: AccessReasonHeader,
  response: {
    200: Type.Ref(SessionActivities),
    ...problemResponses("session_not_found", "session_erased", ...facetProblems, "access_reason_missing"),
  },
};

/** `GET /v1/sessions/:sessionId/activity`. */
export const sessionActivityRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
  readonly config: Config;
  readonly accessLog: AccessLog;
  readonly configuration: CurrentConfiguration;
}> = async (app, { sessions, config, accessLog, configuration }) => {
  app.get(
    "/v1/sessions/:sessionId/activity",
    { config: { scope: "activity:read" }, schema },
    async (request, reply) => {
      const session = await findSession(sessions.reads, request.tenantId, request.params.sessionId);
      const facet = requireSessionFacet(configuration, session, "activity");
      await noteAccess({ configuration, accessLog }, request, {
        action: "activity.read",
        subject: `session ${session.id}`,
      });
      const deadlineAt = Date.now() + config.requestDeadlineMs;
      const [items, summary] = await Promise.all([
        callSessionFacet(facet, session, {
          operation: "list_activity",
          deadlineAt,
          work: async ({ activity }, call) => activity?.list(facet.reference, call),
        }),
        callSessionFacet(facet, session, {
          operation: "summarise_activity",
          deadlineAt,
          work: async ({ activity }, call) => activity?.summarise?.(facet.reference, call),
        }),
      ]);
      return reply.send({
        items: [...(items ?? [])],
        ...(summary === undefined ? {} : { summary: summary as NonNullable<SessionActivities["summary"]> }),
      });
    },
  );
};
