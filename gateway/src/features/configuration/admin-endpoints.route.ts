import { ConfiguredEndpoints } from "@kyc-gateway/http-api";
import { entityTagHeader, withHeaders } from "../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { changeConfiguration } from "./change-configuration.ts";
import { putEndpoints } from "./edits.ts";
import { completeEndpoints, presentEndpointModel, toEndpointModel } from "../events/index.ts";
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

/** `/admin/v1/tenants/{tenant}/event-endpoints`. */
export const adminEndpointsRoute: FastifyPluginAsyncTypebox<ConfigurationParts> = async (app, parts) => {
  app.get(
    "/admin/v1/tenants/:tenant/event-endpoints",
    {
      schema: {
        ...operatorRoute,
        operationId: "getConfiguredEndpoints",
        summary: "Read where a tenant's events are posted",
        params: TenantPath,
        response: {
          200: withHeaders(Type.Ref(ConfiguredEndpoints), entityTagHeader),
          ...problemResponses("tenant_not_found"),
        },
      },
    },
    async (request, reply) => {
      const { eventEndpoints } = findTenant(await readModel(parts), request.params.tenant);
      const present = (eventEndpoints ?? []).map(presentEndpointModel);
      return reply.header("etag", describeVersion(present)).send({ eventEndpoints: present });
    },
  );
  app.put(
    "/admin/v1/tenants/:tenant/event-endpoints",
    {
      schema: {
        ...operatorRoute,
        operationId: "putConfiguredEndpoints",
        summary: "Replace where a tenant's events are posted",
        description:
          "All of them at once; one with the same URL stays, with its keys and what waits for it. Keys are made here: references are for files.",
        params: TenantPath,
        headers: VersionHeaders,
        body: Type.Ref(ConfiguredEndpoints),
        response: { 204: { type: "null", description: "Done." }, ...changeProblems("tenant_not_found") },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params;
      const wanted = request.body.eventEndpoints.map(toEndpointModel);
      await changeConfiguration(parts, {
        subject: `event endpoints ${tenant}`,
        actor: request.actor,
        edit: (current) => {
          const stored = findTenant(current, tenant);
          requireVersion(request, (stored.eventEndpoints ?? []).map(presentEndpointModel));
          const completed = completeEndpoints(wanted, stored.eventEndpoints ?? [], undefined);
          const { locate, ...edit } = putEndpoints(current, stored.name, completed);
          const locateInBody = (pointer: string) => {
            const found = locate(pointer);
            return found === undefined ? undefined : `/eventEndpoints${found}`;
          };
          return { ...edit, locate: locateInBody };
        },
      });
      return reply.code(204).send();
    },
  );
};
