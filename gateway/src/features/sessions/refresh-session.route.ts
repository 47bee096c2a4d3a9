import { Session } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { findSession } from "./find-session.ts";
import { LeaseLostError } from "./refresh.store.ts";
import type { SessionReads } from "./session-reads.store.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { explainProviderFailure } from "../providers/index.ts";
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
      const find = () => findUnerased(sessions.reads, request.tenantId, request.params.sessionId);
      const { id } = await find();
      const startedAt = performance.now();
      const outcome = await sessions
        .refresh(id, "refresh", Date.now() + config.requestDeadlineMs)
        .catch((error: unknown) => ({ kind: "thrown" as const, error }));
      request.providerMs += performance.now() - startedAt;
      if (outcome.kind === "settled") return reply.send(sessions.present(outcome.session));
      // An erasure that came in between takes everything from under a fetch: then it is the answer, not how the fetch failed.
      const session = await find();
      if (outcome.kind === "thrown" && !(outcome.error instanceof LeaseLostError)) throw outcome.error;
      if (outcome.kind === "failed") throw explainProviderFailure(outcome.failure);
      return reply.send(sessions.present(session));
    },
  );
};

async function findUnerased(
  reads: SessionReads,
  tenantId: string,
  sessionId: string,
): ReturnType<typeof findSession> {
  const session = await findSession(reads, tenantId, sessionId);
  if (session.erasure !== "none") throw new ProblemError("session_erased");
  return session;
}
