import {
  AdminAnalyticsComparisonQuery,
  AdminAnalyticsQuery,
  AdminCountedSessionsQuery,
  AnalyticsReport,
  CanaryComparisons,
  CountedSessionPage,
  ProviderCallQuery,
  ProviderCallReport,
} from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Database } from "../../platform/database/database.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { createTenantNames, type CurrentConfiguration } from "../configuration/index.ts";
import { reportAll } from "./analytics-report.service.ts";
import { compareCanaries } from "./compare-canaries.ts";
import { readConnectionNames } from "./connection-names.store.ts";
import { pageCounted } from "./counted-sessions.service.ts";
import { reportCalls } from "./provider-calls.service.ts";
import { writeReports } from "./write-reports.ts";
import { readCallPeriod, readQuestion } from "./read-question.ts";

const reportSchema = {
  ...operatorRoute,
  operationId: "getAllAnalytics",
  summary: "What became of all tenants' sessions, by hour or day",
  description:
    "Sessions are counted in the bucket in which they were asked for, each once, with what has become of them by now. A change counts within about a minute. Nothing is held back.",
  querystring: AdminAnalyticsQuery,
  response: {
    200: Type.Ref(AnalyticsReport),
    ...problemResponses("invalid_request", "tenant_not_found"),
  },
};

const comparisonSchema = {
  ...operatorRoute,
  operationId: "compareAllCanaries",
  summary: "Canaries of all tenants' routing rules against their controls",
  description: "Of at most 400 days. A difference whose interval does not contain 0 is hardly chance.",
  querystring: AdminAnalyticsComparisonQuery,
  response: {
    200: Type.Ref(CanaryComparisons),
    ...problemResponses("invalid_request", "tenant_not_found"),
  },
};

const callsSchema = {
  ...operatorRoute,
  operationId: "getAllProviderCalls",
  summary: "How providers answer",
  description: "Latency and failures by hour or day, of every connection.",
  querystring: ProviderCallQuery,
  response: {
    200: Type.Ref(ProviderCallReport),
    ...problemResponses("invalid_request"),
  },
};

const sessionsSchema = {
  ...operatorRoute,
  operationId: "listAllCountedSessions",
  summary: "The sessions behind a number",
  description: "As they are counted: by the hour in which they were asked for.",
  querystring: AdminCountedSessionsQuery,
  response: {
    200: Type.Ref(CountedSessionPage),
    ...problemResponses("invalid_request", "tenant_not_found"),
  },
};

/** `GET /admin/v1/analytics`, `…/comparison`, `…/sessions` and `…/provider-calls`. */
export const adminAnalyticsRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  readonly configuration: CurrentConfiguration;
}> = async (app, { database, configuration }) => {
  app.get(
    "/admin/v1/analytics",
    {
      serializerCompiler: writeReports,
      schema: reportSchema,
    },
    async ({ query }, reply) => {
      const { current } = configuration;
      const scope = describeScope(current, query.tenant);
      return reply.send(await reportAll(database, readQuestion(query, new Date()), scope));
    },
  );
  app.get(
    "/admin/v1/analytics/comparison",
    {
      schema: comparisonSchema,
    },
    async ({ query }, reply) => {
      const { current } = configuration;
      const scope = describeScope(current, query.tenant);
      const question = readQuestion({ ...query, groupBy: "tenant,rule,variant" }, new Date());
      return reply.send(compareCanaries(await reportAll(database, question, scope)));
    },
  );
  app.get(
    "/admin/v1/analytics/sessions",
    {
      schema: sessionsSchema,
    },
    async ({ query }, reply) => {
      const on = database.pool;
      const tenantIds = selectTenants(configuration.current, query.tenant);
      const names = await readConnectionNames(on);
      return reply.send(await pageCounted({ on, names }, query, tenantIds));
    },
  );
  app.get("/admin/v1/analytics/provider-calls", { schema: callsSchema }, async ({ query }, reply) => {
    const names = [...configuration.current.connectionsByName.keys()];
    const connections = names.filter((name) => (query.connection ?? name) === name);
    const question = { ...readCallPeriod(query, new Date()), connections, isExact: true };
    return reply.send(await reportCalls(database.pool, question));
  });
};

function describeScope(current: CurrentConfiguration["current"], tenant: string | undefined) {
  return {
    tenantIds: selectTenants(current, tenant),
    nameTenant: createTenantNames(current),
    isEvery: tenant === undefined,
  };
}

/** Of one tenant, or of all. */
function selectTenants(
  { tenants }: CurrentConfiguration["current"],
  name: string | undefined,
): readonly string[] {
  if (name === undefined) return [...tenants.values()];
  const id = tenants.get(name);
  if (id === undefined) throw new ProblemError("tenant_not_found");
  return [id];
}
