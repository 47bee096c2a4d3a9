import { ConfigurationName, TenantList } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { listTenants } from "./list-configured.ts";
import { createConfigurationCommands } from "./configuration-commands.ts";
import { changeProblems, operatorRoute } from "../../platform/http/admin-schemas.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { ConfigurationParts } from "./change-configuration.ts";

/** `/admin/v1/tenants`. */
export const adminTenantsRoute: FastifyPluginAsyncTypebox<ConfigurationParts> = async (app, parts) => {
  app.get(
    "/admin/v1/tenants",
    {
      schema: {
        ...operatorRoute,
        operationId: "listTenants",
        summary: "List tenants",
        response: { 200: Type.Ref(TenantList), ...problemResponses() },
      },
    },
    async (_request, reply) => {
      const tenants = await listTenants(parts.database);
      const items = tenants.map(({ id, name, createdAt }) => ({
        id,
        name,
        createdAt: createdAt.toISOString(),
      }));
      return reply.send({ items });
    },
  );
  app.put(
    "/admin/v1/tenants/:tenant",
    {
      schema: {
        ...operatorRoute,
        operationId: "putTenant",
        summary: "Create a tenant; repeating it changes nothing",
        params: Type.Object({ tenant: ConfigurationName("The tenant's name.") }),
        response: { 204: { type: "null", description: "It is there." }, ...changeProblems() },
      },
    },
    async (request, reply) => {
      await createConfigurationCommands(parts, request.actor).saveTenant(request.params.tenant);
      return reply.code(204).send();
    },
  );
};
