import { OperatorSelf } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { listPermissions } from "./least-roles.ts";

const schema = {
  ...operatorRoute,
  operationId: "getOperatorSelf",
  summary: "Read who you are, and what your role may do",
  response: { 200: Type.Ref(OperatorSelf), ...problemResponses() },
};

/** `GET /admin/v1/me`. */
export const operatorSelfRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get("/admin/v1/me", { schema }, async ({ operator: { name, role, signIn } }, reply) =>
    reply.send({ name, role, permissions: [...listPermissions(role)], signIn }),
  );
};
