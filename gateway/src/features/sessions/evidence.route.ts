import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Session } from "@kyc-gateway/core";
import { EvidenceList } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { attachmentHeaders } from "./attachment-headers.ts";
import { findSession } from "./find-session.ts";
import { abortWithConsumer } from "./session-facet.ts";
import { type AccessLog, AccessReasonHeader, noteAccess, requireReason } from "../audit/index.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { explainProviderFailure } from "../providers/index.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import type { SessionService } from "./session-service.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";

const problems = problemResponses(
  "session_not_found",
  "session_erased",
  "evidence_not_found",
  "evidence_unsupported",
  "provider_unavailable",
  "provider_unrecognised",
  "provider_misconfigured",
  "access_reason_missing",
);

const listSchema = {
  operationId: "listEvidence",
  summary: "List the media that the provider holds",
  tags: ["Sessions"],
  params: SessionPath,
  headers: AccessReasonHeader,
  response: { 200: Type.Ref(EvidenceList), ...problems },
};

const openSchema = {
  operationId: "getEvidence",
  summary: "Stream one piece of evidence",
  description: "Passed through from the provider, never stored here.",
  tags: ["Sessions"],
  params: Type.Object({
    ...SessionPath.properties,
    evidenceId: Type.String({ description: "Of the list." }),
  }),
  headers: AccessReasonHeader,
  response: {
    200: {
      description: "The file, under the provider's media type.",
      content: {
        "application/octet-stream": { schema: Type.Unsafe<Readable>(Type.String({ format: "binary" })) },
      },
    },
    ...problems,
  },
};

/** `GET /v1/sessions/:sessionId/evidence` and `…/evidence/:evidenceId`. */
export const evidenceRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
  readonly config: Config;
  readonly accessLog: AccessLog;
  readonly configuration: CurrentConfiguration;
}> = async (app, { sessions, config, accessLog, configuration }) => {
  const { requestDeadlineMs } = config;
  const routeConfig = { scope: "evidence:read" } as const;
  const { reads, evidence } = sessions;
  const options = (request: FastifyRequest, reply: FastifyReply) => ({
    deadlineAt: Date.now() + requestDeadlineMs,
    signal: abortWithConsumer(request, reply),
  });
  app.get(
    "/v1/sessions/:sessionId/evidence",
    { config: routeConfig, schema: listSchema },
    async (request, reply) => {
      const session = refuseErased(await findSession(reads, request.tenantId, request.params.sessionId));
      await noteAccess({ configuration, accessLog }, request, {
        action: "evidence.list",
        subject: `session ${session.id}`,
      });
      const outcome = refuseUnsupported(await evidence.list(session, options(request, reply)));
      if (outcome.kind === "failed") throw explainProviderFailure(outcome.failure);
      return reply.send({ items: outcome.value.map((item) => ({ ...item })) });
    },
  );
  app.get(
    "/v1/sessions/:sessionId/evidence/:evidenceId",
    { config: routeConfig, schema: openSchema },
    async (request, reply) => {
      const session = refuseErased(await findSession(reads, request.tenantId, request.params.sessionId));
      requireReason({ configuration }, request);
      const { evidenceId } = request.params;
      const outcome = refuseUnsupported(await evidence.open(session, evidenceId, options(request, reply)));
      // Before anything is given: a stream that has begun cannot be taken back. An id that the provider does not know is
      // somebody's typing, which an erasure would not find in the log.
      await noteAccess({ configuration, accessLog }, request, {
        action: "evidence.open",
        subject: `session ${session.id}`,
        detail: outcome.kind === "failed" ? {} : { evidence: evidenceId },
      }).catch(async (error: unknown) => {
        if (outcome.kind !== "failed") await outcome.value.body.cancel();
        throw error;
      });
      if (outcome.kind === "failed") {
        if (["session_unknown", "not_found"].includes(outcome.failure.code))
          throw new ProblemError("evidence_not_found");
        throw explainProviderFailure(outcome.failure);
      }
      const { mediaType, length, body } = outcome.value;
      if (length !== undefined) void reply.header("content-length", length);
      return reply
        .headers({ ...attachmentHeaders, "content-type": safeMediaType(mediaType) })
        .send(Readable.fromWeb(body as NodeReadableStream));
    },
  );
};

function safeMediaType(mediaType: string): string {
  return /^(image|video|audio)\/[a-z0-9.+-]+$|^application\/pdf$/.test(mediaType) &&
    mediaType !== "image/svg+xml"
    ? mediaType
    : "application/octet-stream";
}

function refuseErased(session: Session): Session {
  if (session.erasure !== "none") throw new ProblemError("session_erased");
  return session;
}

function refuseUnsupported<T>(outcome: T | undefined): T {
  if (outcome === undefined) throw new ProblemError("evidence_unsupported");
  return outcome;
}
