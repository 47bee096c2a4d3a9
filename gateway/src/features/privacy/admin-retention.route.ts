import { RetentionPreview } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { previewRetention } from "./retention.ts";
import type { Services } from "../../app/services.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";

/** `GET /admin/v1/retention`. */
export const adminRetentionRoute: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  app.get(
    "/admin/v1/retention",
    {
      schema: {
        ...operatorRoute,
        operationId: "previewRetention",
        summary: "What the next night's run will clear, by tenant and class of data",
        response: { 200: Type.Ref(RetentionPreview), ...problemResponses() },
      },
    },
    async (_request, reply) => {
      const { database, catalog } = services;
      const lines = await previewRetention({ database, catalog: catalog.current });
      const items = lines.map(({ oldestAt, ...line }) => ({
        ...line,
        oldestAt: oldestAt?.toISOString() ?? null,
      }));
      return reply.send({ items });
    },
  );
};
