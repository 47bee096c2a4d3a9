import { AnalyticsQuery, AnalyticsReport } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Database } from "../../platform/database/database.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { reportOwn } from "./analytics-report.service.ts";
import { readOwnQuestion } from "./read-question.ts";

/** `GET /v1/analytics`. */
export const analyticsRoute: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (
  app,
  { database },
) => {
  app.get(
    "/v1/analytics",
    {
      config: { scope: "analytics:read" },
      schema: {
        operationId: "getAnalytics",
        summary: "What became of your sessions, by hour or day",
        description: [
          "Sessions are counted in the bucket in which they were asked for, each once, with what has become of them by now: `approved`, `rejected`, `expired` and `open` come to `created`. A change counts within about a minute.",
          "Rows of few sessions are held back, and those from which they could be computed.",
        ].join("\n\n"),
        tags: ["Analytics"],
        querystring: AnalyticsQuery,
        response: { 200: Type.Ref(AnalyticsReport), ...problemResponses("invalid_request") },
      },
    },
    async (request, reply) =>
      reply.send(await reportOwn(database, readOwnQuestion(request.query, new Date()), request.tenantId)),
  );
};
