import { ListSessions, Session, SessionPage } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { findSession } from "./find-session.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/page-cursor.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import type { SessionService } from "./session-service.ts";

const defaultLimit = 25;

/** `GET /v1/sessions/:sessionId` and `GET /v1/sessions`. */
export const readSessionsRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
}> = async (app, { sessions }) => {
  const { reads } = sessions;
  app.get(
    "/v1/sessions/:sessionId",
    {
      config: { scope: "sessions:read" },
      schema: {
        operationId: "getSession",
        summary: "Read a session",
        tags: ["Sessions"],
        params: SessionPath,
        response: { 200: Type.Ref(Session), ...problemResponses("session_not_found") },
      },
    },
    async (request, reply) =>
      reply.send(sessions.present(await findSession(reads, request.tenantId, request.params.sessionId))),
  );
  app.get(
    "/v1/sessions",
    {
      config: { scope: "sessions:read" },
      schema: {
        operationId: "listSessions",
        summary: "List sessions, newest first",
        tags: ["Sessions"],
        querystring: ListSessions,
        response: { 200: Type.Ref(SessionPage), ...problemResponses("invalid_request") },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor, createdAfter, createdBefore, ...equal } = request.query;
      const filter = {
        ...equal,
        ...(createdAfter === undefined ? {} : { createdAfter: new Date(createdAfter) }),
        ...(createdBefore === undefined ? {} : { createdBefore: new Date(createdBefore) }),
      };
      // One more than asked for tells whether there is a next page.
      const found = await reads.list(request.tenantId, filter, {
        limit: limit + 1,
        ...(cursor === undefined ? {} : { after: decodeCursor(cursor) }),
      });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const nextCursor = found.length > limit && last !== undefined ? encodeCursor(last) : null;
      return reply.send({ items: items.map((session) => sessions.present(session)), nextCursor });
    },
  );
};
