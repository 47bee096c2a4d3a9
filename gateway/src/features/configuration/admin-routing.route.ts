import { RoutingRules } from "@kyc-gateway/http-api";
import { entityTagHeader, withHeaders } from "../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { changeConfiguration } from "./change-configuration.ts";
import { toRule } from "./configuration-model.ts";
import { putRouting } from "./edits.ts";
import { presentRule } from "./export-configuration.ts";
import { readModel } from "./read-present.ts";
import {
  changeProblems,
  operatorRoute,
  TenantPath,
  VersionHeaders,
} from "../../platform/http/admin-schemas.ts";
import { describeVersion, requireVersion } from "../../platform/http/entity-tag.ts";
import { findTenant } from "./find-tenant.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { ConfigurationParts } from "./change-configuration.ts";

/** `/admin/v1/tenants/{tenant}/routing`. */
export const adminRoutingRoute: FastifyPluginAsyncTypebox<ConfigurationParts> = async (app, parts) => {
  app.get(
    "/admin/v1/tenants/:tenant/routing",
    {
      schema: {
        ...operatorRoute,
        operationId: "getRouting",
        summary: "Read a tenant's routing rules, in order",
        params: TenantPath,
        response: {
          200: withHeaders(Type.Ref(RoutingRules), entityTagHeader),
          ...problemResponses("tenant_not_found"),
        },
      },
    },
    async (request, reply) => {
      const { routing } = findTenant(await readModel(parts), request.params.tenant);
      const rules = routing.map(presentRule);
      return reply.header("etag", describeVersion(rules)).send({ rules });
    },
  );
  app.put(
    "/admin/v1/tenants/:tenant/routing",
    {
      schema: {
        ...operatorRoute,
        operationId: "putRouting",
        summary: "Replace a tenant's routing rules",
        description:
          "All of them at once: their order is part of them, and each is checked against the others.",
        params: TenantPath,
        headers: VersionHeaders,
        body: Type.Ref(RoutingRules),
        response: { 204: { type: "null", description: "Done." }, ...changeProblems("tenant_not_found") },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params;
      const rules = request.body.rules.map(toRule);
      await changeConfiguration(parts, {
        subject: `routing ${tenant}`,
        actor: request.actor,
        edit: (current) => {
          const stored = findTenant(current, tenant);
          requireVersion(request, stored.routing.map(presentRule));
          const { locate, ...edit } = putRouting(current, stored.name, rules);
          const locateInBody = (pointer: string) => {
            const found = locate(pointer);
            return found === undefined ? undefined : `/rules${found}`;
          };
          return { ...edit, locate: locateInBody };
        },
      });
      return reply.code(204).send();
    },
  );
};
