import { Session } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Services } from "../../services.ts";
import { findSession } from "../find-session.ts";
import { presentSession } from "../present-session.ts";
import { ProblemError } from "../problem-error.ts";
import { problemResponses, SessionPath } from "../route-schemas.ts";

/** `DELETE /v1/sessions/:sessionId`. */
export const eraseSessionRoute: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  app.delete(
    "/v1/sessions/:sessionId",
    {
      config: { scope: "sessions:erase" },
      schema: {
        operationId: "eraseSession",
        summary: "Erase a session's data",
        description:
          "Our copies are gone when this answers; the provider's are erased in the background, repeated until it confirms. `erasure` tells when that is done, and an event `session.erased` says so. Status and timeline stay, without personal data.",
        tags: ["Sessions"],
        params: SessionPath,
        response: { 202: Type.Ref(Session), ...problemResponses("session_not_found") },
      },
    },
    async (request, reply) => {
      const { id } = await findSession(services.sessions.reads, request.tenantId, request.params.sessionId);
      const session = await services.sessions.erasures.request(request.tenantId, id);
      if (session === undefined) throw new ProblemError("session_not_found");
      return reply.code(202).send(presentSession(session));
    },
  );
};
