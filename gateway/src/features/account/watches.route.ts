import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { CreateWatch, Watch, WatchList } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { Config } from "../../platform/config/config.schema.ts";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { type AccessLog, AccessReasonHeader, noteAccess } from "../audit/index.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { chooseConnection } from "../providers/index.ts";
import { findSession, type SessionService } from "../sessions/index.ts";
import type { AccountRecord } from "./account-record.ts";
import type { AccountRecords } from "./account-records.service.ts";
import { PageQuery, placingProblems, readingProblems } from "./account-schemas.ts";
import { readPage, requireRecord } from "./own-records.ts";

const shared = { tags: ["Screening"], headers: AccessReasonHeader };
const WatchPath = Type.Object({ watchId: Type.String({ description: "The watch's id." }) });

const createSchema = {
  ...shared,
  operationId: "createWatch",
  summary: "Let the provider go on looking for a person in the lists",
  description:
    "The same person of the same session again is the same watch: safe to repeat. What is new comes as an event `watch.changed` with `data.watchId`; the session's status does not change by it.",
  body: Type.Ref(CreateWatch),
  response: {
    201: Type.Ref(Watch),
    ...problemResponses("session_not_found", "session_erased", ...placingProblems),
  },
};
const listSchema = {
  ...shared,
  operationId: "listWatches",
  summary: "List your watches",
  querystring: PageQuery,
  response: { 200: Type.Ref(WatchList), ...problemResponses(...readingProblems) },
};
const readSchema = {
  ...shared,
  operationId: "getWatch",
  summary: "Read a watch",
  params: WatchPath,
  response: { 200: Type.Ref(Watch), ...problemResponses("watch_not_found", "access_reason_missing") },
};
const stopSchema = {
  ...shared,
  operationId: "deleteWatch",
  summary: "End a watch",
  description:
    "You are told nothing more at once; a provider that does not answer now is told until it does.",
  params: WatchPath,
  response: {
    204: Type.Null({ description: "Ended." }),
    ...problemResponses("watch_not_found", "access_reason_missing"),
  },
};

/** `/v1/watches`. */
export const watchesRoute: FastifyPluginAsyncTypebox<{
  readonly config: Config;
  readonly database: Database;
  readonly vault: Vault;
  readonly sessions: SessionService;
  readonly accountRecords: AccountRecords;
  readonly accessLog: AccessLog;
  readonly configuration: CurrentConfiguration;
}> = async (app, services) => {
  const { config, configuration, accountRecords } = services;
  const [reading, writing] = [{ scope: "screening:read" }, { scope: "screening:write" }] as const;
  const present = (record: AccountRecord<"watch">) => presentWatch(configuration, record);
  const find = (key: { readonly tenantId: string; readonly id: string }) =>
    requireRecord(services, { ...key, kind: "watch" }, "watch_not_found");
  app.post("/v1/watches", { config: writing, schema: createSchema }, async (request, reply) => {
    const { sessionId, connection: name, ...content } = request.body;
    const { tenantId } = request;
    const session = await findSession(services.sessions.reads, tenantId, sessionId);
    if (session.erasure !== "none") throw new ProblemError("session_erased");
    const runtime = chooseConnection(configuration, {
      tenantId,
      facet: "screening",
      name,
      fits: ({ connection }) => connection.screening?.watch !== undefined,
    });
    await noteAccess(services, request, { action: "watch.create", subject: `session ${sessionId}` });
    const record = await accountRecords.place(
      { tenantId, connectionId: runtime.id, kind: "watch", sessionId, content, ground: null },
      Date.now() + config.requestDeadlineMs,
    );
    return reply.code(201).header("location", `/v1/watches/${record.id}`).send(present(record));
  });
  app.get("/v1/watches", { config: reading, schema: listSchema }, async (request, reply) => {
    const { tenantId, query } = request;
    await noteAccess(services, request, { action: "watch.list", subject: "watches" });
    return reply.send(await readPage(services, { tenantId, kind: "watch", query }, present));
  });
  app.get("/v1/watches/:watchId", { config: reading, schema: readSchema }, async (request, reply) => {
    const id = request.params.watchId;
    const record = await find({ tenantId: request.tenantId, id });
    await noteAccess(services, request, { action: "watch.read", subject: `watch ${id}` });
    return reply.send(present(record));
  });
  app.delete("/v1/watches/:watchId", { config: writing, schema: stopSchema }, async (request, reply) => {
    const key = { tenantId: request.tenantId, id: request.params.watchId };
    const { kind } = await find(key);
    await noteAccess(services, request, { action: "watch.delete", subject: `watch ${key.id}` });
    await accountRecords.stop({ ...key, kind }, Date.now() + config.requestDeadlineMs);
    return reply.code(204).send(null);
  });
};

function presentWatch({ current }: CurrentConfiguration, record: AccountRecord<"watch">): Watch {
  const { id, sessionId, connectionId, state, content, createdAt, changedAt } = record;
  return {
    id,
    sessionId: sessionId ?? "",
    connection: current.connections.get(connectionId)?.name ?? "",
    state: state === "active" ? "watching" : "placing",
    fullName: content?.fullName ?? "",
    ...(content?.dateOfBirth === undefined ? {} : { dateOfBirth: content.dateOfBirth }),
    createdAt: createdAt.toISOString(),
    ...(changedAt === null ? {} : { changedAt: changedAt.toISOString() }),
  };
}
