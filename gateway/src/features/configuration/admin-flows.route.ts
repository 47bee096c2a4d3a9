import { FlowList, FlowName, PutFlow } from "@kyc-gateway/http-api";
import { entityTagHeader, withHeaders } from "../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { changeConfiguration } from "./change-configuration.ts";
import { type FlowModel, toLaunchPage } from "./configuration-model.ts";
import { putFlow, removeFlow } from "./edits.ts";
import { presentFlow } from "./export-configuration.ts";
import { readModel } from "./read-present.ts";
import {
  changeProblems,
  operatorRoute,
  TenantPath,
  VersionHeaders,
} from "../../platform/http/admin-schemas.ts";
import { describeVersion, requireVersion } from "../../platform/http/entity-tag.ts";
import { findTenant } from "./find-tenant.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { ConfigurationParts } from "./change-configuration.ts";

const FlowPath = Type.Object({ ...TenantPath.properties, flow: FlowName });

const listFlowsSchema = {
  ...operatorRoute,
  operationId: "listFlows",
  summary: "List a tenant's flows",
  params: TenantPath,
  response: {
    200: withHeaders(Type.Ref(FlowList), entityTagHeader),
    ...problemResponses("tenant_not_found"),
  },
};

const putFlowSchema = {
  ...operatorRoute,
  operationId: "putFlow",
  summary: "Create or replace a flow",
  description: "`If-Match` is about the tenant's list of flows.",
  params: FlowPath,
  headers: VersionHeaders,
  body: Type.Ref(PutFlow),
  response: { 204: { type: "null", description: "Done." }, ...changeProblems("tenant_not_found") },
};

const removeFlowSchema = {
  ...operatorRoute,
  operationId: "removeFlow",
  summary: "Remove a flow that no rule names; its sessions continue",
  params: FlowPath,
  response: {
    204: { type: "null", description: "Done." },
    ...problemResponses("invalid_request", "tenant_not_found", "flow_not_found"),
  },
};

/** `/admin/v1/tenants/{tenant}/flows`. */
export const adminFlowsRoute: FastifyPluginAsyncTypebox<ConfigurationParts> = async (app, parts) => {
  app.get("/admin/v1/tenants/:tenant/flows", { schema: listFlowsSchema }, async (request, reply) => {
    const { flows } = findTenant(await readModel(parts), request.params.tenant);
    const items = flows.map(presentFlow);
    return reply.header("etag", describeVersion(items)).send({ items });
  });
  app.put("/admin/v1/tenants/:tenant/flows/:flow", { schema: putFlowSchema }, async (request, reply) => {
    const { tenant, flow: name } = request.params;
    const flow = toFlow(name, request.body);
    await changeConfiguration(parts, {
      subject: `flow ${tenant}/${name}`,
      actor: request.actor,
      edit: (current) => {
        const stored = findTenant(current, tenant);
        requireVersion(request, stored.flows.map(presentFlow));
        return putFlow(current, stored.name, flow);
      },
    });
    return reply.code(204).send();
  });
  app.delete(
    "/admin/v1/tenants/:tenant/flows/:flow",
    { schema: removeFlowSchema },
    async (request, reply) => {
      const { tenant, flow } = request.params;
      await changeConfiguration(parts, {
        subject: `flow ${tenant}/${flow}`,
        actor: request.actor,
        edit: (current) => {
          if (!findTenant(current, tenant).flows.some(({ name }) => name === flow))
            throw new ProblemError("flow_not_found");
          return removeFlow(current, tenant, flow);
        },
      });
      return reply.code(204).send();
    },
  );
};

function toFlow(name: string, { requiredChecks = [], validFor, launchPage, targets }: PutFlow): FlowModel {
  return {
    name,
    requiredChecks,
    validFor: validFor ?? null,
    launchPage: toLaunchPage(launchPage),
    targets: targets.map(({ connection, settings = {} }) => ({ connection, settings })),
  };
}
