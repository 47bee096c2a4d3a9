import { validate as isUuid } from "uuid";
import { DecideSession, Session } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { changeProblems, operatorRoute } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { SessionPath } from "../../platform/http/route-schemas.ts";
import type { SessionService } from "./session-service.ts";
import { presentSession } from "./present-session.ts";

const schema = {
  ...operatorRoute,
  operationId: "decideSession",
  summary: "Decide a session by name, with a reason",
  description:
    "For a session in review, as when a check that the flow requires is missing, and to decide anew. Repeating a decision that stands changes nothing. A later approval of the provider does not overturn a rejection by an operator; a later rejection overturns an approval, which is a reversal.",
  params: SessionPath,
  body: Type.Ref(DecideSession),
  response: {
    200: Type.Ref(Session),
    ...changeProblems("session_not_found", "session_erased", "session_not_decidable"),
  },
};

const details = {
  session_not_found: undefined,
  session_erased: undefined,
  session_not_decidable:
    "A session can be decided while it is PENDING_REVIEW, APPROVED or REJECTED. Read its status; wait for the applicant, or start a new session.",
  version_changed: "The session has changed in the meantime. Read it again, then decide.",
} as const;

/** `POST /admin/v1/sessions/:sessionId/decision`. */
export const adminDecideSessionRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: Pick<SessionService, "decide" | "reads">;
}> = async (app, { sessions }) => {
  app.post("/admin/v1/sessions/:sessionId/decision", { schema }, async (request, reply) => {
    const { sessionId } = request.params;
    if (!isUuid(sessionId)) throw new ProblemError("session_not_found");
    const { decision: verdict, reason, seq } = request.body;
    const { kind } = await sessions.decide(request.actor, { sessionId, verdict, reason, seq });
    if (kind !== "decided" && kind !== "same") {
      const detail = details[kind];
      throw new ProblemError(kind, detail === undefined ? {} : { detail });
    }
    const session = await sessions.reads.findOfAny(sessionId);
    if (session === undefined) throw new ProblemError("session_not_found");
    return reply.send(presentSession(session));
  });
};
