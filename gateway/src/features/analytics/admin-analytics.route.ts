import { AdminAnalyticsQuery, AnalyticsReport } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Database } from "../../platform/database/database.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { createTenantNames, type CurrentConfiguration } from "../configuration/index.ts";
import { reportAll } from "./analytics-report.service.ts";
import { readQuestion } from "./read-question.ts";

/** `GET /admin/v1/analytics`. */
export const adminAnalyticsRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  readonly configuration: CurrentConfiguration;
}> = async (app, { database, configuration }) => {
  app.get(
    "/admin/v1/analytics",
    {
      schema: {
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
      },
    },
    async ({ query }, reply) => {
      const { current } = configuration;
      const tenantIds = selectTenants(current, query.tenant);
      const scope = { tenantIds, nameTenant: createTenantNames(current) };
      return reply.send(await reportAll(database, readQuestion(query, new Date()), scope));
    },
  );
};

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
