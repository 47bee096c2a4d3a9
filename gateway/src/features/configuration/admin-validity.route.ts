import { TenantValidity } from "@kyc-gateway/http-api";
import { entityTagHeader, withHeaders } from "../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { changeConfiguration, type ConfigurationParts } from "./change-configuration.ts";
import { putValidity } from "./edits.ts";
import { presentValidity } from "./export-configuration.ts";
import { readModel } from "./read-present.ts";
import { completeValidity } from "./validity-settings.ts";
import {
  changeProblems,
  operatorRoute,
  TenantPath,
  VersionHeaders,
} from "../../platform/http/admin-schemas.ts";
import { describeVersion, requireVersion } from "../../platform/http/entity-tag.ts";
import { findTenant } from "./find-tenant.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";

/** `/admin/v1/tenants/{tenant}/validity`. */
export const adminValidityRoute: FastifyPluginAsyncTypebox<ConfigurationParts> = async (app, parts) => {
  app.get(
    "/admin/v1/tenants/:tenant/validity",
    {
      schema: {
        ...operatorRoute,
        operationId: "getValidity",
        summary: "Read when a tenant is told that approvals end",
        params: TenantPath,
        response: {
          200: withHeaders(Type.Ref(TenantValidity), entityTagHeader),
          ...problemResponses("tenant_not_found"),
        },
      },
    },
    async (request, reply) => {
      const { validity } = findTenant(await readModel(parts), request.params.tenant);
      const settings = presentValidity(validity);
      return reply.header("etag", describeVersion(settings)).send(settings);
    },
  );
  app.put(
    "/admin/v1/tenants/:tenant/validity",
    {
      schema: {
        ...operatorRoute,
        operationId: "putValidity",
        summary: "Replace when a tenant is told that approvals end",
        params: TenantPath,
        headers: VersionHeaders,
        body: Type.Ref(TenantValidity),
        response: { 204: { type: "null", description: "Done." }, ...changeProblems("tenant_not_found") },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params;
      const validity = completeValidity(request.body);
      await changeConfiguration(parts, {
        subject: `validity ${tenant}`,
        actor: request.actor,
        edit: (current) => {
          const stored = findTenant(current, tenant);
          requireVersion(request, presentValidity(stored.validity));
          return putValidity(current, stored.name, validity);
        },
      });
      return reply.code(204).send();
    },
  );
};
