import { AuditPage } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { listAudit } from "../../configuration/audit.store.ts";
import type { Services } from "../../services.ts";
import { operatorRoute } from "../admin-schemas.ts";
import { problemResponses } from "../route-schemas.ts";

const defaultLimit = 50;

const ListAudit = Type.Object(
  {
    subject: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: "Only changes of this." }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: defaultLimit })),
    cursor: Type.Optional(Type.String({ format: "uuid", description: "Of the page before." })),
  },
  { additionalProperties: false },
);

/** `GET /admin/v1/audit`. */
export const adminAuditRoute: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  app.get(
    "/admin/v1/audit",
    {
      schema: {
        ...operatorRoute,
        operationId: "listAudit",
        summary: "List who changed what, newest first",
        querystring: ListAudit,
        response: { 200: Type.Ref(AuditPage), ...problemResponses("invalid_request") },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor, subject } = request.query;
      // One more than asked for tells whether there is a next page.
      const found = await listAudit(services.database, { limit: limit + 1, before: cursor, subject });
      const items = found
        .slice(0, limit)
        .map(({ at, id, operator, action, subject: about, detail, requestId }) => ({
          id,
          at: at.toISOString(),
          operator,
          action,
          subject: about,
          detail,
          requestId,
        }));
      return reply.send({ items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null });
    },
  );
};
