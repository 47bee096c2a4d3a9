import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ReportSection } from "@kyc-gateway/adapter-spec/v1";
import { Type } from "@sinclair/typebox";
import type { Config } from "../../platform/config/config.schema.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import { type AccessLog, AccessReasonHeader, noteAccess, requireReason } from "../audit/index.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { facetProblems, refuseUnsupported } from "../providers/index.ts";
import { attachmentHeaders } from "./attachment-headers.ts";
import { findSession } from "./find-session.ts";
import { abortWithConsumer, callSessionFacet, requireSessionFacet } from "./session-facet.ts";
import type { SessionService } from "./session-service.ts";

const sections = ["session", "screening", "proof_of_address"] as const satisfies readonly ReportSection[];
const allowed = sections.join(", ");

const schema = {
  operationId: "getSessionReport",
  summary: "Stream the provider's own report about a session",
  description: "A PDF for people, passed through from the provider, never stored here.",
  tags: ["Sessions"],
  params: SessionPath,
  querystring: Type.Object(
    {
      sections: Type.Optional(
        Type.String({
          pattern: "^[\\x20-\\x7e]*$",
          "x-allowed": "printable ASCII characters",
          description: `Which parts, divided by commas: ${allowed}. Default: session.`,
          examples: ["session,screening"],
        }),
      ),
    },
    { additionalProperties: false },
  ),
  headers: AccessReasonHeader,
  response: {
    200: {
      description: "The report.",
      content: { "application/pdf": { schema: Type.Unsafe<Readable>(Type.String({ format: "binary" })) } },
    },
    ...problemResponses(
      "invalid_request",
      "session_not_found",
      "session_erased",
      ...facetProblems,
      "access_reason_missing",
    ),
  },
};

/** `GET /v1/sessions/:sessionId/report`. */
export const sessionReportRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
  readonly config: Config;
  readonly accessLog: AccessLog;
  readonly configuration: CurrentConfiguration;
}> = async (app, { sessions, config, accessLog, configuration }) => {
  app.get(
    "/v1/sessions/:sessionId/report",
    { config: { scope: "evidence:read" }, schema },
    async (request, reply) => {
      const asked = readSections(request.query.sections);
      const session = await findSession(sessions.reads, request.tenantId, request.params.sessionId);
      const facet = requireSessionFacet(configuration, session, "reports");
      const offered = facet.runtime.manifest.capabilities.reports?.sections ?? [];
      if (!asked.every((section) => offered.includes(section))) refuseUnsupported("reports", []);
      requireReason({ configuration }, request);
      const content = await callSessionFacet(facet, session, {
        operation: "open_report",
        deadlineAt: Date.now() + config.requestDeadlineMs,
        signal: abortWithConsumer(request, reply),
        work: async ({ reports }, call) => reports?.open(facet.reference, { sections: asked }, call),
      });
      if (content?.mediaType !== "application/pdf") {
        await content?.body.cancel();
        throw new ProblemError("provider_unrecognised", { detail: "The provider's report is no PDF." });
      }
      // Before anything is given: a stream that has begun cannot be taken back.
      await noteAccess({ configuration, accessLog }, request, {
        action: "report.open",
        subject: `session ${session.id}`,
        detail: { sections: asked.join(",") },
      }).catch(async (error: unknown) => {
        await content.body.cancel();
        throw error;
      });
      if (content.length !== undefined) void reply.header("content-length", content.length);
      return reply
        .headers({ ...attachmentHeaders, "content-type": "application/pdf" })
        .send(Readable.fromWeb(content.body as NodeReadableStream));
    },
  );
};

function readSections(text: string | undefined): readonly ReportSection[] {
  const words = new Set((text ?? "session").split(",").map((word) => word.trim()));
  const unknown = [...words].filter((word) => !sections.includes(word as ReportSection));
  if (unknown.length === 0) return sections.filter((section) => words.has(section));
  throw new ProblemError("invalid_request", {
    issues: [
      { pointer: "/sections", code: "enum", message: `must be some of ${allowed}, divided by commas` },
    ],
  });
}
