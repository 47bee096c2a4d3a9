import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { BlocklistKey } from "@kyc-gateway/adapter-spec/v1";
import { BlocklistEntry, BlocklistPage, CreateBlocklistEntry } from "@kyc-gateway/http-api";
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

const shared = { tags: ["Blocklist"], headers: AccessReasonHeader };
const EntryPath = Type.Object({ entryId: Type.String({ description: "The entry's id." }) });

const createSchema = {
  ...shared,
  operationId: "createBlocklistEntry",
  summary: "Refuse a person from now on",
  description:
    "Takes effect in the provider's account, for everybody who uses it. The same entry again is the same entry: safe to repeat.",
  body: Type.Ref(CreateBlocklistEntry),
  response: {
    201: Type.Ref(BlocklistEntry),
    ...problemResponses("session_not_found", "session_erased", ...placingProblems),
  },
};
const listSchema = {
  ...shared,
  operationId: "listBlocklist",
  summary: "List your entries",
  querystring: PageQuery,
  response: { 200: Type.Ref(BlocklistPage), ...problemResponses(...readingProblems) },
};
const readSchema = {
  ...shared,
  operationId: "getBlocklistEntry",
  summary: "Read an entry",
  params: EntryPath,
  response: {
    200: Type.Ref(BlocklistEntry),
    ...problemResponses("blocklist_entry_not_found", "access_reason_missing"),
  },
};
const removeSchema = {
  ...shared,
  operationId: "deleteBlocklistEntry",
  summary: "Refuse a person no longer",
  description: "It is gone for you at once; a provider that does not answer now is told until it does.",
  params: EntryPath,
  response: {
    204: Type.Null({ description: "Gone." }),
    ...problemResponses("blocklist_entry_not_found", "access_reason_missing"),
  },
};

const keys = ["givenName", "familyName", "personalNumber", "documentNumber", "dateOfBirth"] as const;

/** `/v1/blocklist`. */
export const blocklistRoute: FastifyPluginAsyncTypebox<{
  readonly config: Config;
  readonly database: Database;
  readonly vault: Vault;
  readonly sessions: SessionService;
  readonly accountRecords: AccountRecords;
  readonly accessLog: AccessLog;
  readonly configuration: CurrentConfiguration;
}> = async (app, services) => {
  const { config, configuration, accountRecords } = services;
  const [reading, writing] = [{ scope: "blocklist:read" }, { scope: "blocklist:write" }] as const;
  const present = (record: AccountRecord<"blocklist">) => presentEntry(configuration, record);
  const find = (key: { readonly tenantId: string; readonly id: string }) =>
    requireRecord(services, { ...key, kind: "blocklist" }, "blocklist_entry_not_found");
  app.post("/v1/blocklist", { config: writing, schema: createSchema }, async (request, reply) => {
    const { sessionId, connection: name, ground, ...content } = request.body;
    const { tenantId } = request;
    const given = requireKeys(content);
    if (sessionId !== undefined) {
      const session = await findSession(services.sessions.reads, tenantId, sessionId);
      if (session.erasure !== "none") throw new ProblemError("session_erased");
    }
    const runtime = chooseConnection(configuration, {
      tenantId,
      facet: "blocklist",
      name,
      fits: ({ manifest }) => given.every((key) => manifest.capabilities.blocklist?.by.includes(key)),
    });
    await noteAccess(services, request, {
      action: "blocklist.create",
      subject: sessionId === undefined ? `connection ${runtime.name}` : `session ${sessionId}`,
      detail: { ground },
    });
    const record = await accountRecords.place(
      {
        tenantId,
        connectionId: runtime.id,
        kind: "blocklist",
        sessionId: sessionId ?? null,
        content,
        ground,
      },
      Date.now() + config.requestDeadlineMs,
    );
    return reply.code(201).header("location", `/v1/blocklist/${record.id}`).send(present(record));
  });
  app.get("/v1/blocklist", { config: reading, schema: listSchema }, async (request, reply) => {
    const { tenantId, query } = request;
    await noteAccess(services, request, { action: "blocklist.list", subject: "blocklist" });
    return reply.send(await readPage(services, { tenantId, kind: "blocklist", query }, present));
  });
  app.get("/v1/blocklist/:entryId", { config: reading, schema: readSchema }, async (request, reply) => {
    const id = request.params.entryId;
    const record = await find({ tenantId: request.tenantId, id });
    await noteAccess(services, request, {
      action: "blocklist.read",
      subject: `blocklist entry ${id}`,
    });
    return reply.send(present(record));
  });
  app.delete("/v1/blocklist/:entryId", { config: writing, schema: removeSchema }, async (request, reply) => {
    const key = { tenantId: request.tenantId, id: request.params.entryId };
    const { kind } = await find(key);
    await noteAccess(services, request, { action: "blocklist.delete", subject: `blocklist entry ${key.id}` });
    await accountRecords.stop({ ...key, kind }, Date.now() + config.requestDeadlineMs);
    return reply.code(204).send(null);
  });
};

function requireKeys(content: Partial<Record<BlocklistKey, string>>): readonly BlocklistKey[] {
  const given = keys.filter((key) => content[key] !== undefined);
  if (given.length > 0) return given;
  const message = `must have at least one of ${keys.join(", ")}`;
  throw new ProblemError("invalid_request", { issues: [{ pointer: "", code: "required", message }] });
}

function presentEntry({ current }: CurrentConfiguration, record: AccountRecord<"blocklist">): BlocklistEntry {
  const { id, sessionId, connectionId, state, content, ground, createdAt } = record;
  return {
    id,
    connection: current.connections.get(connectionId)?.name ?? "",
    state: state === "active" ? "active" : "adding",
    reason: "",
    ...content,
    ground: ground ?? "fraud_prevention",
    ...(sessionId === null ? {} : { sessionId }),
    createdAt: createdAt.toISOString(),
  };
}
