import { ListOperatorSessions, OperatorSessionDetail, OperatorSessionPage } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { validate as isUuid } from "uuid";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/page-cursor.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { openSession, type SessionService } from "../sessions/index.ts";
import { createOperatorView } from "./operator-view.ts";
import { presentOperatorSession } from "./present-operator-session.ts";
import { planSearch } from "./plan-search.ts";
import { searchSessions } from "./search-sessions.store.ts";
import { readSessionDetail } from "./session-detail.service.ts";

const defaultLimit = 25;

const listSchema = {
  ...operatorRoute,
  operationId: "listOperatorSessions",
  summary: "Find sessions of any tenant, newest first",
  querystring: ListOperatorSessions,
  response: {
    200: Type.Ref(OperatorSessionPage),
    ...problemResponses("invalid_request", "tenant_not_found", "connection_not_found"),
  },
};

const readSchema = {
  ...operatorRoute,
  operationId: "getOperatorSession",
  summary: "Read everything about a session but for claims and evidence",
  params: SessionPath,
  response: { 200: Type.Ref(OperatorSessionDetail), ...problemResponses("session_not_found") },
};

/** `GET /admin/v1/sessions` and `GET /admin/v1/sessions/:sessionId`. */
export const operatorSessionsRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  readonly vault: Vault;
  readonly configuration: CurrentConfiguration;
  readonly sessions: Pick<SessionService, "reads">;
}> = async (app, { database, vault, configuration, sessions }) => {
  const parts = { database, configuration };
  app.get("/admin/v1/sessions", { schema: listSchema }, async (request, reply) => {
    const { limit = defaultLimit, cursor, ...query } = request.query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const { tenants, connectionsByName } = configuration.current;
    const connections = new Map([...connectionsByName].map(([name, { id }]) => [name, id]));
    const search = await planSearch({ vault, scope: { tenants, connections } }, query);
    const view = await createOperatorView(parts, request.operator.role);
    // One more than asked for tells whether there is a next page.
    const rows = await searchSessions(database, search, { after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const found = await Promise.all(shown.map((row) => openSession(vault, row)));
    const last = found.at(-1);
    return reply.send({
      items: found.map((session) => presentOperatorSession(session, view)),
      nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last) : null,
    });
  });
  app.get("/admin/v1/sessions/:sessionId", { schema: readSchema }, async (request, reply) => {
    const { sessionId } = request.params;
    const session = isUuid(sessionId) ? await sessions.reads.findOfAny(sessionId) : undefined;
    if (session === undefined) throw new ProblemError("session_not_found");
    const view = await createOperatorView(parts, request.operator.role);
    const detail = await readSessionDetail({ database, vault, reads: sessions.reads }, session, view);
    return reply.send(detail);
  });
};
