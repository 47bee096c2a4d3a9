import { Session } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Config } from "../../platform/config/config.schema.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import { explainProviderFailure } from "../providers/index.ts";
import { findSession } from "./find-session.ts";
import type { SessionService } from "./session-service.ts";

const schema = {
  operationId: "launchSession",
  summary: "Give the applicant a fresh link",
  description:
    "Links lapse while people look for their passport. Asks the provider for another way into the same session, and answers with the session and its new `launch`. Safe to repeat; an earlier link may go on working. A session that had expired by the gateway's clock alone is open again.",
  tags: ["Sessions"],
  params: SessionPath,
  response: {
    200: Type.Ref(Session),
    ...problemResponses(
      "session_not_found",
      "session_erased",
      "session_over",
      "launch_unsupported",
      "provider_unavailable",
      "provider_unrecognised",
      "provider_misconfigured",
    ),
  },
};

/** `POST /v1/sessions/:sessionId/launch`. */
export const launchSessionRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
  readonly config: Config;
}> = async (app, { sessions, config }) => {
  const route = { config: { scope: "sessions:write" }, schema } as const;
  app.post("/v1/sessions/:sessionId/launch", route, async (request, reply) => {
    const session = await findSession(sessions.reads, request.tenantId, request.params.sessionId);
    if (session.erasure !== "none") throw new ProblemError("session_erased");
    const startedAt = performance.now();
    const outcome = await sessions.relaunch(session, Date.now() + config.requestDeadlineMs);
    request.providerMs += performance.now() - startedAt;
    switch (outcome.kind) {
      case "relaunched":
        return reply.send(sessions.present(outcome.session));
      case "over":
        throw new ProblemError("session_over");
      case "unsupported":
        throw new ProblemError("launch_unsupported");
      case "gone":
        throw new ProblemError("session_erased");
      case "failed":
        throw explainProviderFailure(outcome.failure);
    }
  });
};
