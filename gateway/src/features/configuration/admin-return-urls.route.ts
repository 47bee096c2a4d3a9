import { TenantReturnUrls } from "@kyc-gateway/http-api";
import { entityTagHeader, withHeaders } from "../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { changeConfiguration, type ConfigurationParts } from "./change-configuration.ts";
import { putReturnUrls } from "./edits.ts";
import { presentReturnUrls } from "./export-configuration.ts";
import { readModel } from "./read-present.ts";
import { completeReturnUrls } from "./return-url-settings.ts";
import {
  changeProblems,
  operatorRoute,
  TenantPath,
  VersionHeaders,
} from "../../platform/http/admin-schemas.ts";
import { describeVersion, requireVersion } from "../../platform/http/entity-tag.ts";
import { findTenant } from "./find-tenant.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";

/** `/admin/v1/tenants/{tenant}/return-urls`. */
export const adminReturnUrlsRoute: FastifyPluginAsyncTypebox<ConfigurationParts> = async (app, parts) => {
  app.get(
    "/admin/v1/tenants/:tenant/return-urls",
    {
      schema: {
        ...operatorRoute,
        operationId: "getReturnUrls",
        summary: "Read where a tenant's applicants may return to",
        params: TenantPath,
        response: {
          200: withHeaders(Type.Ref(TenantReturnUrls), entityTagHeader),
          ...problemResponses("tenant_not_found"),
        },
      },
    },
    async (request, reply) => {
      const { returnUrls } = findTenant(await readModel(parts), request.params.tenant);
      const settings = presentReturnUrls(returnUrls);
      return reply.header("etag", describeVersion(settings)).send(settings);
    },
  );
  app.put(
    "/admin/v1/tenants/:tenant/return-urls",
    {
      schema: {
        ...operatorRoute,
        operationId: "putReturnUrls",
        summary: "Replace where a tenant's applicants may return to",
        params: TenantPath,
        headers: VersionHeaders,
        body: Type.Ref(TenantReturnUrls),
        response: { 204: { type: "null", description: "Done." }, ...changeProblems("tenant_not_found") },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params;
      const returnUrls = completeReturnUrls(request.body);
      await changeConfiguration(parts, {
        subject: `return-urls ${tenant}`,
        actor: request.actor,
        edit: (current) => {
          const stored = findTenant(current, tenant);
          requireVersion(request, presentReturnUrls(stored.returnUrls));
          return putReturnUrls(current, stored.name, returnUrls);
        },
      });
      return reply.code(204).send();
    },
  );
};
