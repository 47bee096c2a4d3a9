import {
  AnalyticsComparisonQuery,
  AnalyticsQuery,
  AnalyticsReport,
  CanaryComparisons,
  CountedSessionPage,
  CountedSessionsQuery,
  ProviderCallQuery,
  ProviderCallReport,
} from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Database } from "../../platform/database/database.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { reportOwn } from "./analytics-report.service.ts";
import { compareCanaries } from "./compare-canaries.ts";
import { readConnectionNames } from "./connection-names.store.ts";
import { pageCounted } from "./counted-sessions.service.ts";
import { reportCalls } from "./provider-calls.service.ts";
import { writeReports } from "./write-reports.ts";
import { readCallPeriod, readOwnQuestion } from "./read-question.ts";

const reportSchema = {
  operationId: "getAnalytics",
  summary: "What became of your sessions, by hour or day",
  description: [
    "Sessions are counted in the bucket in which they were asked for, each once, with what has become of them by now: `approved`, `rejected`, `expired` and `open` come to `created`. A change counts within about a minute.",
    "Rows of few sessions are held back, and those from which they could be computed.",
  ].join("\n\n"),
  tags: ["Analytics"],
  querystring: AnalyticsQuery,
  response: { 200: Type.Ref(AnalyticsReport), ...problemResponses("invalid_request") },
};

const comparisonSchema = {
  operationId: "compareCanaries",
  summary: "Canaries of your routing rules against their controls",
  description:
    "Of the days that `GET /v1/analytics` shows by rule and variant, at most 400. A difference whose interval does not contain 0 is hardly chance.",
  tags: ["Analytics"],
  querystring: AnalyticsComparisonQuery,
  response: { 200: Type.Ref(CanaryComparisons), ...problemResponses("invalid_request") },
};

const callsSchema = {
  operationId: "getProviderCalls",
  summary: "How your own connections' providers answer",
  description:
    "Latency and failures by hour or day. Of connections that are yours alone: what others share says something about them. Rows of fewer than 10 calls are not shown.",
  tags: ["Analytics"],
  querystring: ProviderCallQuery,
  response: { 200: Type.Ref(ProviderCallReport), ...problemResponses("invalid_request") },
};

const sessionsSchema = {
  operationId: "listCountedSessions",
  summary: "The sessions behind a number",
  description:
    "As they are counted: by the hour in which they were asked for. Country and kind of the document are in the result of each, for those who may read it.",
  tags: ["Analytics"],
  querystring: CountedSessionsQuery,
  response: { 200: Type.Ref(CountedSessionPage), ...problemResponses("invalid_request") },
};

/** `GET /v1/analytics`, `…/comparison`, `…/sessions` and `…/provider-calls`. */
export const analyticsRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  readonly configuration: CurrentConfiguration;
}> = async (app, { database, configuration }) => {
  app.get(
    "/v1/analytics",
    {
      serializerCompiler: writeReports,
      config: { scope: "analytics:read" },
      schema: reportSchema,
    },
    async (request, reply) =>
      reply.send(await reportOwn(database, readOwnQuestion(request.query, new Date()), request.tenantId)),
  );
  app.get(
    "/v1/analytics/comparison",
    {
      config: { scope: "analytics:read" },
      schema: comparisonSchema,
    },
    async (request, reply) => {
      const query = { ...request.query, groupBy: "rule,variant" };
      const question = readOwnQuestion(query, new Date());
      return reply.send(compareCanaries(await reportOwn(database, question, request.tenantId)));
    },
  );
  app.get(
    "/v1/analytics/sessions",
    {
      config: { scope: "sessions:read" },
      schema: sessionsSchema,
    },
    async ({ tenantId, query }, reply) => {
      const names = await readConnectionNames(database.pool);
      const page = await database.tenants.run(tenantId, (on) =>
        pageCounted({ on, names }, query, [tenantId]),
      );
      return reply.send(page);
    },
  );
  app.get(
    "/v1/analytics/provider-calls",
    { config: { scope: "analytics:read" }, schema: callsSchema },
    async ({ tenantId, query }, reply) => {
      const own = [...configuration.current.connections.values()].filter(
        (connection) => connection.tenantId === tenantId,
      );
      const connections = own.map(({ name }) => name).filter((name) => (query.connection ?? name) === name);
      const question = { ...readCallPeriod(query, new Date()), connections, isExact: false };
      return reply.send(await reportCalls(database.pool, question));
    },
  );
};
