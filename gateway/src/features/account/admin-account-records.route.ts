import { Id, OperatorBlocklistPage, OperatorWatchPage } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Database } from "../../platform/database/database.ts";
import { operatorRoute, TenantPath } from "../../platform/http/admin-schemas.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { type CurrentConfiguration, findTenantId } from "../configuration/index.ts";
import { AccountRecordEntity } from "./account-record.entity.ts";
import type { RecordKind } from "./account-record.ts";

const querystring = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Id("`nextCursor` of the page before.")),
  },
  { additionalProperties: false },
);
const shared = { ...operatorRoute, params: TenantPath, querystring };
const problems = problemResponses("invalid_request", "tenant_not_found");

const watchesSchema = {
  ...shared,
  operationId: "listTenantWatches",
  summary: "List a tenant's watches of the lists, newest first, without whom they are about",
  response: { 200: Type.Ref(OperatorWatchPage), ...problems },
};
const blocklistSchema = {
  ...shared,
  operationId: "listTenantBlocklist",
  summary: "List a tenant's entries of blocklists, newest first, without what they hold",
  response: { 200: Type.Ref(OperatorBlocklistPage), ...problems },
};

interface Parts {
  readonly database: Database;
  readonly configuration: CurrentConfiguration;
}

/** `GET /admin/v1/tenants/:tenant/watches` and `…/blocklist`. Their contents stay sealed. */
export const adminAccountRecordsRoute: FastifyPluginAsyncTypebox<Parts> = async (app, parts) => {
  app.get("/admin/v1/tenants/:tenant/watches", { schema: watchesSchema }, async (request, reply) => {
    const { rows, nextCursor } = await readRows(parts, {
      kind: "watch",
      ...request.params,
      ...request.query,
    });
    const items = rows.map(({ ground: _ground, changedAt, ...row }) => ({
      ...row,
      changedAt: changedAt?.toISOString() ?? null,
    }));
    return reply.send({ items, nextCursor });
  });
  app.get("/admin/v1/tenants/:tenant/blocklist", { schema: blocklistSchema }, async (request, reply) => {
    const { rows, nextCursor } = await readRows(parts, {
      kind: "blocklist",
      ...request.params,
      ...request.query,
    });
    const items = rows.map(({ changedAt: _changedAt, ground, ...row }) => ({
      ...row,
      ground: ground ?? "fraud_prevention",
    }));
    return reply.send({ items, nextCursor });
  });
};

async function readRows(
  { database, configuration }: Parts,
  { kind, tenant, limit = 50, cursor }: { kind: RecordKind; tenant: string; limit?: number; cursor?: string },
) {
  const tenantId = await findTenantId(database, tenant);
  const found = await database.orm.em.fork().find(
    AccountRecordEntity,
    { tenantId, kind, ...(cursor === undefined ? {} : { id: { $lt: cursor } }) },
    {
      fields: ["connectionId", "sessionId", "state", "ground", "createdAt", "changedAt"],
      orderBy: { id: "desc" },
      limit: limit + 1,
    },
  );
  const rows = found.slice(0, limit).map((row) => ({
    id: row.id,
    connection: configuration.current.connections.get(row.connectionId)?.name ?? null,
    sessionId: row.sessionId,
    state: row.state,
    ground: row.ground,
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt,
  }));
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}
