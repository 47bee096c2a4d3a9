import { RetentionPreview } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { previewRetention } from "./retention.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { Database } from "../../platform/database/database.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";

/** `GET /admin/v1/retention`. */
export const adminRetentionRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  readonly configuration: CurrentConfiguration;
}> = async (app, { database, configuration }) => {
  app.get(
    "/admin/v1/retention",
    {
      schema: {
        ...operatorRoute,
        operationId: "previewRetention",
        summary: "Read what the next nightly run will delete, by tenant and class of data",
        response: { 200: Type.Ref(RetentionPreview), ...problemResponses() },
      },
    },
    async (_request, reply) => {
      const lines = await previewRetention({ database, configuration: configuration.current });
      const items = lines.map(({ oldestAt, ...line }) => ({
        ...line,
        oldestAt: oldestAt?.toISOString() ?? null,
      }));
      return reply.send({ items });
    },
  );
};
