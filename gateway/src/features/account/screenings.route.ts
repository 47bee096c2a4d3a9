import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ScreeningHits as Found } from "@kyc-gateway/adapter-spec/v1";
import { ScreeningHits, ScreeningSubject, SearchScreening } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { Config } from "../../platform/config/config.schema.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { type AccessLog, AccessReasonHeader, noteAccess } from "../audit/index.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { callFacet, chooseConnection, facetProblems } from "../providers/index.ts";
import { readSearchCursor, writeSearchCursor } from "./search-cursor.ts";

const problems = ["connection_not_found", ...facetProblems, "access_reason_missing"] as const;

const searchSchema = {
  operationId: "searchScreening",
  summary: "Look for somebody in sanctions, PEP and watch lists",
  description:
    "Without a session. Neither the question nor the answer is kept; that it was asked stands in the audit log.",
  tags: ["Screening"],
  headers: AccessReasonHeader,
  body: Type.Ref(SearchScreening),
  response: {
    200: Type.Ref(ScreeningHits),
    ...problemResponses(
      "malformed_body",
      "invalid_request",
      "payload_too_large",
      "unsupported_media_type",
      ...problems,
    ),
  },
};

const describeSchema = {
  operationId: "getScreeningSubject",
  summary: "Read what a list tells about somebody",
  tags: ["Screening"],
  params: Type.Object({
    subjectId: Type.String({ minLength: 1, maxLength: 128, description: "Of a hit." }),
  }),
  querystring: Type.Object(
    {
      connection: Type.Optional(
        Type.String({
          pattern: "^[\\x20-\\x7e]*$",
          "x-allowed": "printable ASCII characters",
          minLength: 1,
          maxLength: 100,
          description: "The connection of the hit. Default: the first of yours that can.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  headers: AccessReasonHeader,
  response: {
    200: Type.Ref(ScreeningSubject),
    ...problemResponses("invalid_request", "screening_subject_not_found", ...problems),
  },
};

/** `POST /v1/screenings` and `GET /v1/screenings/subjects/:subjectId`. */
export const screeningsRoute: FastifyPluginAsyncTypebox<{
  readonly config: Config;
  readonly accessLog: AccessLog;
  readonly configuration: CurrentConfiguration;
}> = async (app, { config, accessLog, configuration }) => {
  app.post(
    "/v1/screenings",
    { config: { scope: "screening:read" }, schema: searchSchema },
    async (request, reply) => {
      const { connection: name, minimumScore = 0.8, limit = 20, cursor: after, ...query } = request.body;
      const { tenantId } = request;
      const runtime = chooseConnection(configuration, { tenantId, facet: "screening", name });
      const cursor = readSearchCursor(runtime.name, after);
      const search = { ...query, minimumScore, limit, ...(cursor === undefined ? {} : { cursor }) };
      await noteAccess({ configuration, accessLog }, request, {
        action: "screening.search",
        subject: `connection ${runtime.name}`,
      });
      const found = await callFacet(runtime, {
        operation: "search_screening",
        tenantId,
        deadlineAt: Date.now() + config.requestDeadlineMs,
        idempotencyKey: request.id,
        isRepeatable: true,
        work: async ({ screening }, call) => screening?.search(search, call),
      });
      if (found === undefined) throw new ProblemError("facet_unsupported");
      return reply.header("cache-control", "no-store").send(presentHits(runtime.name, found));
    },
  );
  app.get(
    "/v1/screenings/subjects/:subjectId",
    { config: { scope: "screening:read" }, schema: describeSchema },
    async (request, reply) => {
      const { tenantId, params, query } = request;
      const choice = { tenantId, facet: "screening", name: query.connection } as const;
      const runtime = chooseConnection(configuration, choice);
      await noteAccess({ configuration, accessLog }, request, {
        action: "screening.describe",
        subject: `connection ${runtime.name}`,
      });
      const subject = await callFacet(runtime, {
        operation: "describe_subject",
        tenantId,
        deadlineAt: Date.now() + config.requestDeadlineMs,
        idempotencyKey: request.id,
        isRepeatable: true,
        work: async ({ screening }, call) => screening?.describe(params.subjectId, call),
        problems: { not_found: "screening_subject_not_found" },
      });
      if (subject === undefined) throw new ProblemError("facet_unsupported");
      return reply
        .header("cache-control", "no-store")
        .send({ connection: runtime.name, ...subject } as ScreeningSubject);
    },
  );
};

function presentHits(connection: string, { hits, nextCursor }: Found): ScreeningHits {
  const next = nextCursor === undefined ? {} : { nextCursor: writeSearchCursor(connection, nextCursor) };
  return { connection, hits: [...hits] as ScreeningHits["hits"], ...next };
}
