import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { AccountConfigurations } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import { ConnectionPath, operatorRoute } from "../../../platform/http/admin-schemas.ts";
import { problemResponses } from "../../../platform/http/route-schemas.ts";
import { callFacet, facetProblems } from "../call-facet.ts";
import type { ConnectionsInUse } from "../choose-connection.ts";
import type { ConnectionRuntime } from "../connection-runtime.ts";
import { operatorsLane, requireFacet } from "../find-connection.ts";
import {
  examineConfigurations,
  listUses,
  type ConfigurationUse,
  type ExaminedConfiguration,
  type FlowsInUse,
} from "./examine-configurations.ts";

const schema = {
  ...operatorRoute,
  operationId: "listAccountConfigurations",
  summary: "Read the recipes at the provider that flows name, and what does not fit",
  params: ConnectionPath,
  querystring: Type.Object(
    {
      id: Type.Optional(
        Type.String({
          pattern: "^[\\x20-\\x7e]*$",
          "x-allowed": "printable ASCII characters",
          minLength: 1,
          maxLength: 128,
          description: "This one, whether a flow names it or not.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Ref(AccountConfigurations),
    ...problemResponses("invalid_request", "connection_not_found", ...facetProblems),
  },
};

/** `GET /admin/v1/connections/:connection/configurations`. */
export const adminAccountConfigurationsRoute: FastifyPluginAsyncTypebox<{
  readonly config: { readonly requestDeadlineMs: number };
  readonly configuration: ConnectionsInUse & { readonly current: FlowsInUse };
}> = async (app, { config, configuration }) => {
  app.get("/admin/v1/connections/:connection/configurations", { schema }, async (request, reply) => {
    const runtime = requireFacet(configuration, request.params.connection, { facet: "configurations" });
    const deadlineAt = Date.now() + config.requestDeadlineMs;
    const examination = { runtime, lane: operatorsLane, deadlineAt };
    const uses = listUses(configuration.current, runtime);
    const { id } = request.query;
    const wanted =
      id === undefined ? await addListed(runtime, uses, deadlineAt) : new Map([[id, uses.get(id) ?? []]]);
    const examined = await examineConfigurations(examination, wanted);
    return reply.send({ items: examined.map(present) });
  });
};

/** Those that the provider lists, where it does, beside those that flows name. */
async function addListed(
  runtime: ConnectionRuntime,
  uses: ReadonlyMap<string, ConfigurationUse[]>,
  deadlineAt: number,
): Promise<ReadonlyMap<string, readonly ConfigurationUse[]>> {
  if (runtime.connection.configurations?.list === undefined) return uses;
  const listed = await callFacet(runtime, {
    operation: "list_configurations",
    tenantId: operatorsLane,
    deadlineAt,
    idempotencyKey: runtime.id,
    isRepeatable: true,
    work: async ({ configurations }, call) => configurations?.list?.(call),
  });
  const unused = (listed ?? []).map(({ id }): [string, readonly ConfigurationUse[]] => [id, []]);
  return new Map([...unused, ...uses]);
}

function present({ id, found, uses, issues }: ExaminedConfiguration): AccountConfigurations["items"][number] {
  const { name, sessionLifetimeMs, language, checks, documentTypes, unknownSteps } = found ?? {};
  return {
    id,
    isFound: found !== undefined,
    ...(name === undefined ? {} : { name }),
    ...(sessionLifetimeMs === undefined ? {} : { sessionLifetimeMs }),
    ...(language === undefined ? {} : { language }),
    ...(checks === undefined ? {} : { checks: [...checks] }),
    ...(documentTypes === undefined ? {} : { documentTypes: [...documentTypes] }),
    ...(unknownSteps === undefined ? {} : { unknownSteps: [...unknownSteps] }),
    flows: uses.map(({ tenant, flow }) => ({ tenant, flow })),
    issues: [...issues],
  };
}
