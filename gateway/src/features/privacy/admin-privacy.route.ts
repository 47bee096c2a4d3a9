import { TenantPrivacy } from "@kyc-gateway/http-api";
import { entityTagHeader, withHeaders } from "../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import {
  type ConfigurationParts,
  changeConfiguration,
  completePrivacy,
  findTenant,
  presentPrivacy,
  putPrivacy,
  readModel,
} from "../configuration/index.ts";
import {
  changeProblems,
  operatorRoute,
  TenantPath,
  VersionHeaders,
} from "../../platform/http/admin-schemas.ts";
import { describeVersion, requireVersion } from "../../platform/http/entity-tag.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";

/** `/admin/v1/tenants/{tenant}/privacy`. */
export const adminPrivacyRoute: FastifyPluginAsyncTypebox<ConfigurationParts> = async (app, parts) => {
  app.get(
    "/admin/v1/tenants/:tenant/privacy",
    {
      schema: {
        ...operatorRoute,
        operationId: "getPrivacy",
        summary: "Read what a tenant demands for its people's data",
        params: TenantPath,
        response: {
          200: withHeaders(Type.Ref(TenantPrivacy), entityTagHeader),
          ...problemResponses("tenant_not_found"),
        },
      },
    },
    async (request, reply) => {
      const { privacy } = findTenant(await readModel(parts), request.params.tenant);
      const demands = presentPrivacy(privacy);
      return reply.header("etag", describeVersion(demands)).send(demands);
    },
  );
  app.put(
    "/admin/v1/tenants/:tenant/privacy",
    {
      schema: {
        ...operatorRoute,
        operationId: "putPrivacy",
        summary: "Replace what a tenant demands for its people's data",
        description:
          "`GET /admin/v1/retention` tells beforehand what a shorter time would delete. What is gone is gone.",
        params: TenantPath,
        headers: VersionHeaders,
        body: Type.Ref(TenantPrivacy),
        response: { 204: { type: "null", description: "Done." }, ...changeProblems("tenant_not_found") },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params;
      const privacy = completePrivacy(request.body);
      await changeConfiguration(parts, {
        subject: `privacy ${tenant}`,
        actor: request.actor,
        edit: (current) => {
          const stored = findTenant(current, tenant);
          requireVersion(request, presentPrivacy(stored.privacy));
          return putPrivacy(current, stored.name, privacy);
        },
      });
      return reply.code(204).send();
    },
  );
};
