import { ApiKeyList, CreatedApiKey } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Scope, scopes } from "../configuration/index.ts";
import {
  createProductKey,
  listProductKeys,
  revokeProductKey,
  rotateProductKey,
  type ApiKeyRecord,
} from "./api-keys.ts";
import { changeProblems, operatorRoute, TenantPath } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { Database } from "../../platform/database/database.ts";

const NewKey = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 100,
      pattern: "^[^\\u0000-\\u001f]+$",
      "x-allowed": "1 to 100 characters without control characters",
      description: "What it is for.",
    }),
    scopes: Type.Array(Type.Unsafe<Scope>({ type: "string", enum: [...scopes] }), {
      minItems: 1,
      uniqueItems: true,
      description: "What it may do.",
    }),
    expiresInDays: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3650, description: "Days until it stops working. Absent: never." }),
    ),
  },
  { additionalProperties: false },
);

const dayMs = 24 * 60 * 60 * 1000;

const listApiKeysSchema = {
  ...operatorRoute,
  operationId: "listApiKeys",
  summary: "List a tenant's API keys, without the keys themselves",
  params: TenantPath,
  response: { 200: Type.Ref(ApiKeyList), ...problemResponses("tenant_not_found") },
};

const createApiKeySchema = {
  ...operatorRoute,
  operationId: "createApiKey",
  summary: "Create an API key; it is shown only once",
  params: TenantPath,
  body: NewKey,
  response: { 201: Type.Ref(CreatedApiKey), ...changeProblems("tenant_not_found") },
};

const revokeApiKeySchema = {
  ...operatorRoute,
  operationId: "revokeApiKey",
  summary: "Stop an API key from working, for good",
  params: Type.Object({ keyId: Type.String({ format: "uuid" }) }),
  response: {
    204: { type: "null", description: "It works no more." },
    ...problemResponses("invalid_request", "key_not_found"),
  },
};

const rotateApiKeySchema = {
  ...operatorRoute,
  operationId: "rotateApiKey",
  summary: "Replace an API key; the old one keeps working for some hours",
  params: Type.Object({ keyId: Type.String({ format: "uuid" }) }),
  body: Type.Object(
    {
      overlapHours: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 720,
          description: "Hours that the old key keeps working. Default 24.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  response: { 201: Type.Ref(CreatedApiKey), ...changeProblems("key_not_found") },
};

/** `/admin/v1/tenants/{tenant}/keys` and `/admin/v1/keys/{keyId}`. */
export const adminKeysRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
}> = async (app, { database }) => {
  app.get("/admin/v1/tenants/:tenant/keys", { schema: listApiKeysSchema }, async (request, reply) =>
    reply.send({ items: (await listProductKeys(database, request.params.tenant)).map(present) }),
  );
  app.post("/admin/v1/tenants/:tenant/keys", { schema: createApiKeySchema }, async (request, reply) => {
    const { expiresInDays, ...wanted } = request.body;
    const { record, key } = await createProductKey(database, request.actor, {
      ...wanted,
      tenant: request.params.tenant,
      ...(expiresInDays === undefined ? {} : { expiresAt: new Date(Date.now() + expiresInDays * dayMs) }),
    });
    return reply
      .code(201)
      .header("cache-control", "no-store")
      .send({ ...present(record), key });
  });
  app.post("/admin/v1/keys/:keyId/rotate", { schema: rotateApiKeySchema }, async (request, reply) => {
    const { overlapHours } = request.body;
    const rotated = await rotateProductKey(database, request.actor, {
      id: request.params.keyId,
      overlapHours,
    });
    if (rotated === undefined) throw new ProblemError("key_not_found");
    return reply
      .code(201)
      .header("cache-control", "no-store")
      .send({ ...present(rotated.record), key: rotated.key });
  });
  app.delete("/admin/v1/keys/:keyId", { schema: revokeApiKeySchema }, async (request, reply) => {
    if (!(await revokeProductKey(database, request.actor, request.params.keyId)))
      throw new ProblemError("key_not_found");
    return reply.code(204).send();
  });
};

function present({ id, name, scopes: granted, createdAt, expiresAt, revokedAt, lastUsedAt }: ApiKeyRecord) {
  return {
    id,
    name,
    scopes: granted,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
