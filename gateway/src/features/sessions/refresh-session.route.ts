import { Session } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { findSession } from "./find-session.ts";
import { presentSession } from "./present-session.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { explainProviderFailure } from "../providers/provider-problem.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import type { SessionService } from "./session-service.ts";
import type { Config } from "../../platform/config/config.schema.ts";

/** `POST /v1/sessions/:sessionId/refresh`. */
export const refreshSessionRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
  readonly config: Config;
}> = async (app, { sessions, config }) => {
  app.post(
    "/v1/sessions/:sessionId/refresh",
    {
      config: { scope: "sessions:read" },
      schema: {
        operationId: "refreshSession",
        summary: "Ask the provider now",
        description:
          "Fetches the provider's truth and applies it. Safe to repeat. When a fetch is under way already, answers with what is known.",
        tags: ["Sessions"],
        params: SessionPath,
        response: {
          200: Type.Ref(Session),
          ...problemResponses(
            "session_not_found",
            "session_erased",
            "provider_unavailable",
            "provider_unrecognised",
            "provider_misconfigured",
          ),
        },
      },
    },
    async (request, reply) => {
      const session = await findSession(sessions.reads, request.tenantId, request.params.sessionId);
      if (session.erasure !== "none") throw new ProblemError("session_erased");
      const startedAt = performance.now();
      const result = await sessions.refresh(session.id, "refresh", Date.now() + config.requestDeadlineMs);
      request.providerMs += performance.now() - startedAt;
      if (result.kind === "failed") throw explainProviderFailure(result.failure);
      return reply.send(presentSession(result.kind === "settled" ? result.session : session));
    },
  );
};
