import { SessionResult } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { findSession } from "./find-session.ts";
import { type AccessLog, AccessReasonHeader, noteAccess } from "../audit/index.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import type { SessionService } from "./session-service.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Notice } from "@kyc-gateway/adapter-spec/v1";
import type { Confidential, EarlierDecision, KeptFacts, Session } from "@kyc-gateway/core";
import { describeReopening } from "./present-session.ts";

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

/** What is kept of a session's reports, in the words of the API. */
function presentResult(
  session: Session,
  { facts, readAt }: { facts: Confidential<KeptFacts>; readAt: Date },
): SessionResult {
  const kept = facts.reveal();
  // The stored facts are our own JSON; its arrays are only typed as read-only.
  const told = kept.facts as never as Partial<SessionResult>;
  return {
    sessionId: session.id,
    status: session.status,
    origin: session.origin,
    reasons: session.reasons.map((reason) => ({ ...reason })),
    notices: [...describeReopening(session), ...describeDifferences(kept)],
    decidedAt: session.decidedAt?.toISOString() ?? null,
    readAt: readAt.toISOString(),
    claims: told.claims ?? {},
    checks: told.checks ?? [],
    evidence: told.evidence ?? [],
    questionnaires: told.questionnaires ?? [],
    screeningMatches: told.screeningMatches ?? [],
    geolocations: told.geolocations ?? [],
    technicalDetails: told.technicalDetails ?? null,
    comment: told.comment ?? null,
    earlierDecisions: kept.earlier.map(presentEarlier),
  };
}

function describeDifferences({ isRedacted, isDifferent }: KeptFacts): readonly Notice[] {
  const redacted = {
    code: "provider_redacted",
    detail: "The provider's last report lacks some of these facts. What was verified is kept here.",
  };
  const different = {
    code: "provider_facts_differ",
    detail:
      "The provider's last report differs from these facts. They are the ones the status was given for.",
  };
  return [...(isRedacted ? [redacted] : []), ...(isDifferent ? [different] : [])];
}

function presentEarlier(decision: EarlierDecision): SessionResult["earlierDecisions"][number] {
  const { status, origin, reasons, decidedAt, facts } = decision;
  const { claims, checks } = facts as never as Partial<SessionResult>;
  return {
    status,
    origin,
    reasons: reasons.map((reason) => ({ ...reason })),
    decidedAt: decidedAt.toISOString(),
    claims: claims ?? {},
    checks: checks ?? [],
  };
}
